package dev.plumb.objects;

/**
 * A key that the other side has pressed.
 *
 * @param tone one of {@code 0-9 A-D # *}
 * @param durationMillis the duration of the key
 * @spec https://www.rfc-editor.org/rfc/rfc4733#section-2.3 RFC 4733 2.3, Payload Format
 */
public record RTCDtmfTone(String tone, int durationMillis) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public RTCDtmfTone {
        RTCException.requirePresent("RTCDtmfTone", "tone", tone);
    }

    private static final String TONES = "0123456789*#ABCD";

    /** Returns the tone of an event number, or an empty string if the number is no key. */
    static String of(int event) {
        return event < TONES.length() ? TONES.substring(event, event + 1) : "";
    }

    /** Returns the event number of a tone, or -1 if there is none. */
    static int event(char tone) {
        return TONES.indexOf(tone);
    }
}
