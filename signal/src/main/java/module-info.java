/** Session descriptions and RTCPeerConnection on the objects. */
module dev.plumb.signal {
    requires static org.jspecify;
    requires transitive dev.plumb.objects;

    exports dev.plumb.signal.jsep;
    exports dev.plumb.signal.sdp;
}
