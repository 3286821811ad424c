/** A browser's description, explained. */
module alone.sdp {
    requires dev.plumb.sdp;
}
