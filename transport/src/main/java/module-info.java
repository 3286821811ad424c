/** STUN, ICE, DTLS. */
module dev.plumb.transport {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.transport.dtls;
    exports dev.plumb.transport.ice;
    exports dev.plumb.transport.stun;
}
