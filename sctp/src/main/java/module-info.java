/** SCTP and data channels, as engines: bytes and time in, datagrams and events out. */
module dev.plumb.sctp {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.sctp;
    exports dev.plumb.sctp.datachannel;
}
