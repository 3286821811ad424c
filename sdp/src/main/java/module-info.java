/** Session descriptions (SDP), read without loss, checked and written. */
module dev.plumb.sdp {
    requires static transitive org.jspecify;

    exports dev.plumb.sdp;
    exports dev.plumb.sdp.attribute;
}
