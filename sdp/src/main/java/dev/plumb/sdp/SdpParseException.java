package dev.plumb.sdp;

/** A description that cannot be used; says which line and why. */
public final class SdpParseException extends Exception {
    private static final long serialVersionUID = 1;

    private final int lineNumber;
    private final String text;
    private final String why;

    /** Creates an exception for a malformed line. */
    public SdpParseException(SdpParse.Malformed malformed) {
        super("SDP line " + malformed.lineNumber() + ": " + malformed.why() + " [" + malformed.text() + "]");
        this.lineNumber = malformed.lineNumber();
        this.text = malformed.text();
        this.why = malformed.why();
    }

    /** Returns the number of the wrong line, from 1, or 0 if it is the whole text. */
    public int lineNumber() {
        return lineNumber;
    }

    /** Returns the wrong line, cut if it is long. */
    public String text() {
        return text;
    }

    /** Returns the reason. */
    public String why() {
        return why;
    }
}
