package dev.plumb.ice.stun;

/**
 * The class of a STUN message: bits C1 and C0 of its type.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-5 RFC 8489 5, STUN Message Structure
 */
public enum StunClass {
    /** Wants an answer. */
    REQUEST(0x0000),
    /** Wants none. */
    INDICATION(0x0010),
    /** The answer of one who agreed. */
    SUCCESS(0x0100),
    /** The answer of one who did not. */
    ERROR(0x0110);

    static final int MASK = 0x0110;

    private final int bits;

    StunClass(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    static StunClass of(int type) {
        return switch (type & MASK) {
            case 0x0000 -> REQUEST;
            case 0x0010 -> INDICATION;
            case 0x0100 -> SUCCESS;
            default -> ERROR;
        };
    }
}
