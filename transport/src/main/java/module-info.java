/** STUN and ICE. */
module dev.plumb.transport {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.transport.ice;
    exports dev.plumb.transport.stun;
}
