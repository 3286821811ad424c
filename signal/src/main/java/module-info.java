/** Session descriptions and RTCPeerConnection on the objects. */
module dev.plumb.signal {
    requires static org.jspecify;
    requires transitive dev.plumb.objects;
    requires transitive dev.plumb.sdp;
    requires com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;

    exports dev.plumb.signal.jsep;
    exports dev.plumb.signal.json;
}
