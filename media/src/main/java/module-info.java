/** Audio and video pipelines, codec and device interfaces. */
module dev.plumb.media {
    requires static org.jspecify;
    requires transitive dev.plumb.rtp;
}
