package dev.plumb.sdp;

/** The result of parsing a description. */
public sealed interface SdpParse {
    /**
     * It was read.
     *
     * @param description all of it
     */
    record Ok(SessionDescription description) implements SdpParse {}

    /**
     * It cannot be used.
     *
     * @param lineNumber the line at fault, from 1; 0 where it is the whole text (too long)
     * @param text the wrong line, cut where it is long
     * @param why the human-readable reason
     */
    record Malformed(int lineNumber, String text, String why) implements SdpParse {
        private static final int LONGEST_TEXT = 200;

        /** Cuts a long text. */
        public Malformed {
            text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        }
    }

    /**
     * Returns the description.
     *
     * @throws SdpParseException where the text was malformed
     */
    default SessionDescription orThrow() throws SdpParseException {
        return switch (this) {
            case Ok ok -> ok.description();
            case Malformed malformed -> throw new SdpParseException(malformed);
        };
    }
}
