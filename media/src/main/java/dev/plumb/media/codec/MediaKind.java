package dev.plumb.media.codec;

/** Audio or video. */
public enum MediaKind {
    /** Sound. */
    AUDIO("audio"),
    /** Pictures. */
    VIDEO("video");

    private final String spec;

    MediaKind(String spec) {
        this.spec = spec;
    }

    /** Returns the name of the kind in the specifications. */
    public String spec() {
        return spec;
    }
}
