/** An SRTP packet to and from libsrtp. */
module alone.rtp {
    requires dev.plumb.io;
    requires dev.plumb.rtp;
}
