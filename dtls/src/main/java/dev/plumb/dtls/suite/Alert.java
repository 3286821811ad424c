package dev.plumb.dtls.suite;

import dev.plumb.base.bytes.Packet;
import org.jspecify.annotations.Nullable;

/**
 * An alert.
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     level     |  description  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param isFatal whether it ends the connection at once
 * @param code the number on the wire, 0..255; {@link AlertDescription#of} names it
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.2 RFC 5246 7.2, Alert Protocol
 */
public record Alert(boolean isFatal, int code) {
    private static final int WARNING = 1;
    private static final int FATAL = 2;

    public static Alert fatal(AlertDescription description) {
        return new Alert(true, description.code());
    }

    public static Alert warning(AlertDescription description) {
        return new Alert(false, description.code());
    }

    public static @Nullable Alert parse(Packet borrowed) {
        if (borrowed.length() != 2) {
            return null;
        }
        int level = borrowed.u8(0);
        return level == WARNING || level == FATAL ? new Alert(level == FATAL, borrowed.u8(1)) : null;
    }

    public byte[] toBytes() {
        return new byte[] {(byte) (isFatal ? FATAL : WARNING), (byte) code};
    }

    /** Returns whether this alert has a description. */
    public boolean is(AlertDescription description) {
        return code == description.code();
    }

    @Override
    public String toString() {
        String name = AlertDescription.of(code).map(AlertDescription::name).orElse("alert " + code);
        return (isFatal ? "fatal " : "warning ") + name;
    }
}
