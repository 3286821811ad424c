package dev.plumb.base.engine;

/**
 * The importance of a flow beside the others, for media and data channels alike.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8831#section-6.4 RFC 8831 6.4, Data Channel Definition
 */
public enum Priority {
    /** Below normal; may starve. */
    VERY_LOW("very-low", 128),
    /** The default. */
    LOW("low", 256),
    /** Twice the default's share. */
    MEDIUM("medium", 512),
    /** Four times the default's share. */
    HIGH("high", 1024);

    private final String spec;
    private final int weight;

    Priority(String spec, int weight) {
        this.spec = spec;
        this.weight = weight;
    }

    /** Returns the name that the W3C gives the priority. */
    public String spec() {
        return spec;
    }

    /** Returns the weight on the wire (DCEP), a ratio between flows. */
    public int weight() {
        return weight;
    }
}
