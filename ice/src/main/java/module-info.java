/** STUN and ICE, as engines: bytes and time in, datagrams and events out. */
module dev.plumb.ice {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.ice.agent;
    exports dev.plumb.ice.stun;
}
