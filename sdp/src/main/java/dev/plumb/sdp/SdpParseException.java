package dev.plumb.sdp;

/** A description that cannot be used; says which line and why. */
public final class SdpParseException extends Exception {
    private static final long serialVersionUID = 1;

    private final int lineNumber;
    private final String text;
    private final String why;

    /** For that malformed line. */
    public SdpParseException(SdpParse.Malformed malformed) {
        super("SDP line " + malformed.lineNumber() + ": " + malformed.why() + " [" + malformed.text() + "]");
        this.lineNumber = malformed.lineNumber();
        this.text = malformed.text();
        this.why = malformed.why();
    }

    /** The line at fault, from 1; 0 where it is the whole text. */
    public int lineNumber() {
        return lineNumber;
    }

    /** The line at fault, cut where it is long. */
    public String text() {
        return text;
    }

    /** What is wrong with it. */
    public String why() {
        return why;
    }
}
