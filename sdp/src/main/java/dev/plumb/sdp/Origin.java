package dev.plumb.sdp;

import dev.plumb.sdp.text.SdpText;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The creator of the session, and the version of its description.
 *
 * <pre>
 * o=&lt;username&gt; &lt;sess-id&gt; &lt;sess-version&gt; &lt;nettype&gt; &lt;addrtype&gt; &lt;unicast-address&gt;
 * </pre>
 *
 * @param username {@code -} for none
 * @param sessionId decimal digits, of any length
 * @param sessionVersion decimal digits, of any length; grows with each changed description
 * @param address network type, address type and address
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.2 RFC 8866 5.2
 */
public record Origin(String username, String sessionId, String sessionVersion, Connection address) {
    private static final int LONGEST_NUMBER = 40;

    /** Checks the fields. */
    public Origin {
        SdpText.requireWord(username, "username");
        SdpText.require(isNumber(sessionId), "session id must be a decimal number", sessionId);
        SdpText.require(isNumber(sessionVersion), "session version must be a decimal number", sessionVersion);
    }

    /**
     * Returns the origin as browsers write it: {@code - <id> <version> IN IP4 127.0.0.1}.
     *
     * @throws IllegalArgumentException where a number is negative
     */
    public static Origin of(long sessionId, long sessionVersion) {
        return new Origin(
                "-", Long.toString(sessionId), Long.toString(sessionVersion), new Connection("IN", "IP4", "127.0.0.1"));
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable Origin parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 6 || !isNumber(fields.get(1)) || !isNumber(fields.get(2))) {
            return null;
        }
        Connection address = new Connection(fields.get(3), fields.get(4), fields.get(5));
        return new Origin(fields.get(0), fields.get(1), fields.get(2), address);
    }

    private static boolean isNumber(String text) {
        return SdpText.isDigits(text) && text.length() <= LONGEST_NUMBER;
    }

    /** Returns a copy with the version one higher. */
    public Origin nextVersion() {
        String next = new BigInteger(sessionVersion).add(BigInteger.ONE).toString();
        return new Origin(username, sessionId, next, address);
    }

    /** Returns the value. */
    public String write() {
        return username + " " + sessionId + " " + sessionVersion + " " + address.write();
    }

    @Override
    public String toString() {
        return "o=" + write();
    }
}
