/** Floor 5: the objects and RTCPeerConnection as scripts know them. */
module dev.plumb.js {
    requires static org.jspecify;
    requires transitive dev.plumb.signal;
    requires transitive org.graalvm.polyglot;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;

    exports dev.plumb.js;
}
