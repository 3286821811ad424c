/** RTP, RTCP, SRTP, payload formats, repair, jitter, feedback, pacing. */
module dev.plumb.rtp {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
}
