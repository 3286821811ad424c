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

    /** Its name in the specifications. */
    public String spec() {
        return spec;
    }
}
