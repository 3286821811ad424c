/** RTP, RTCP, SRTP, payload formats, repair, jitter, feedback, pacing. */
module dev.plumb.rtp {
    requires static org.jspecify;
    requires transitive dev.plumb.base;

    exports dev.plumb.rtp.jitter;
    exports dev.plumb.rtp.packet;
    exports dev.plumb.rtp.payload;
    exports dev.plumb.rtp.rtcp;
    exports dev.plumb.rtp.rtp;
    exports dev.plumb.rtp.srtp;
}
