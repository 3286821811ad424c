package dev.plumb.sctp.packet;

import dev.plumb.base.bytes.BigEndian;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cause in an ERROR or an ABORT.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |          Cause Code           |         Cause Length          |
 * +-------------------------------+-------------------------------+
 * |                  Cause-Specific Information                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.10 RFC 9260 3.3.10, Operation Error (ERROR)
 */
public record ErrorCause(int code, byte[] information) {
    public static final int INVALID_STREAM = 1;
    public static final int MISSING_PARAMETER = 2;
    public static final int STALE_COOKIE = 3;
    public static final int OUT_OF_RESOURCE = 4;
    public static final int UNRECOGNIZED_CHUNK = 6;
    public static final int INVALID_MANDATORY_PARAMETER = 7;
    public static final int UNRECOGNIZED_PARAMETERS = 8;
    public static final int NO_USER_DATA = 9;
    public static final int COOKIE_WHILE_SHUTTING_DOWN = 10;
    public static final int USER_INITIATED_ABORT = 12;
    public static final int PROTOCOL_VIOLATION = 13;

    private static final int TEXT_BYTES_AT_MOST = 256;
    private static final int ECHOED_BYTES_AT_MOST = 512;

    /** Returns a cause without information. */
    public static ErrorCause of(int code) {
        return new ErrorCause(code, new byte[0]);
    }

    /** Returns a cause with a human-readable text. */
    public static ErrorCause withText(int code, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new ErrorCause(code, Arrays.copyOf(utf8, Math.min(utf8.length, TEXT_BYTES_AT_MOST)));
    }

    /** Returns a cause that echoes what was not understood, or the beginning of it. */
    public static ErrorCause echoing(int code, byte[] bytes) {
        return new ErrorCause(code, Arrays.copyOf(bytes, Math.min(bytes.length, ECHOED_BYTES_AT_MOST)));
    }

    /** Returns the cause for DATA on a stream that does not exist. */
    public static ErrorCause invalidStream(int streamId) {
        byte[] information = new byte[4];
        BigEndian.put16(information, 0, streamId);
        return new ErrorCause(INVALID_STREAM, information);
    }

    /** Returns the cause for an empty DATA chunk. */
    public static ErrorCause noUserData(long tsn) {
        byte[] information = new byte[4];
        BigEndian.put32(information, 0, tsn);
        return new ErrorCause(NO_USER_DATA, information);
    }

    /** Returns the cause for a cookie that came back too late, by this many microseconds. */
    public static ErrorCause staleCookie(long microseconds) {
        byte[] information = new byte[4];
        BigEndian.put32(information, 0, Math.min(microseconds, 0xffff_ffffL));
        return new ErrorCause(STALE_COOKIE, information);
    }

    /** Returns the causes in {@code [from, to)}, or null if a length does not fit. */
    public static @Nullable List<ErrorCause> parseAll(byte[] a, int from, int to) {
        List<Tlv> tlvs = Tlv.parseAll(a, from, to);
        if (tlvs == null) {
            return null;
        }
        List<ErrorCause> causes = new ArrayList<>(tlvs.size());
        for (Tlv tlv : tlvs) {
            causes.add(new ErrorCause(tlv.type(), tlv.value()));
        }
        return causes;
    }

    public static List<Tlv> toTlvs(List<ErrorCause> causes) {
        return causes.stream()
                .map(cause -> new Tlv(cause.code, cause.information))
                .toList();
    }

    /** Returns a description of several causes. */
    public static String describe(List<ErrorCause> causes) {
        return causes.isEmpty()
                ? "no cause given"
                : String.join("; ", causes.stream().map(ErrorCause::toString).toList());
    }

    @Override
    public String toString() {
        return switch (code) {
            case INVALID_STREAM -> "invalid stream identifier";
            case MISSING_PARAMETER -> "missing mandatory parameter";
            case STALE_COOKIE -> "stale cookie";
            case OUT_OF_RESOURCE -> "out of resource";
            case UNRECOGNIZED_CHUNK -> "unrecognized chunk type";
            case INVALID_MANDATORY_PARAMETER -> "invalid mandatory parameter";
            case UNRECOGNIZED_PARAMETERS -> "unrecognized parameters";
            case NO_USER_DATA -> "no user data";
            case COOKIE_WHILE_SHUTTING_DOWN -> "cookie received while shutting down";
            case USER_INITIATED_ABORT -> "user-initiated abort" + text();
            case PROTOCOL_VIOLATION -> "protocol violation" + text();
            default -> "cause " + code;
        };
    }

    private String text() {
        return information.length == 0
                ? ""
                : ": "
                        + new String(
                                information,
                                0,
                                Math.min(information.length, TEXT_BYTES_AT_MOST),
                                StandardCharsets.UTF_8);
    }
}
