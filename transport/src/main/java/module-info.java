/** STUN, ICE, DTLS, SCTP, data channels. */
module dev.plumb.transport {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.transport.datachannel;
    exports dev.plumb.transport.dtls;
    exports dev.plumb.transport.ice;
    exports dev.plumb.transport.sctp;
    exports dev.plumb.transport.stun;
}
