/** DTLS 1.2 and 1.3, as an engine: bytes and time in, datagrams and events out. */
module dev.plumb.dtls {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.dtls;
    exports dev.plumb.dtls.suite;
}
