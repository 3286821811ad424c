/** An echo over DTLS. */
module alone.dtls {
    requires dev.plumb.dtls;
    requires dev.plumb.io;
}
