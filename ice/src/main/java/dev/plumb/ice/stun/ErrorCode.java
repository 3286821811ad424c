package dev.plumb.ice.stun;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Reserved, should be 0         |Class|     Number    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      Reason Phrase (variable)                                ..
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param code 300 to 699
 * @param reason a human-readable reason
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-14.8 RFC 8489 14.8, ERROR-CODE
 */
public record ErrorCode(int code, String reason) {
    /** The request was malformed. */
    public static final ErrorCode BAD_REQUEST = new ErrorCode(400, "Bad Request");
    /** Credentials are missing or wrong. */
    public static final ErrorCode UNAUTHENTICATED = new ErrorCode(401, "Unauthenticated");
    /** An attribute that had to be understood was not. */
    public static final ErrorCode UNKNOWN_ATTRIBUTE = new ErrorCode(420, "Unknown Attribute");
    /** Both agents believe that they have the same role. */
    public static final ErrorCode ROLE_CONFLICT = new ErrorCode(487, "Role Conflict");

    static @Nullable ErrorCode parse(byte[] value) {
        if (value.length < 4) {
            return null;
        }
        int hundreds = value[2] & 7;
        int number = value[3] & 0xff;
        if (hundreds < 3 || hundreds > 6 || number > 99) {
            return null;
        }
        String reason = new String(Arrays.copyOfRange(value, 4, value.length), StandardCharsets.UTF_8);
        return new ErrorCode(hundreds * 100 + number, reason);
    }

    byte[] write() {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[4 + text.length];
        value[2] = (byte) (code / 100);
        value[3] = (byte) (code % 100);
        System.arraycopy(text, 0, value, 4, text.length);
        return value;
    }
}
