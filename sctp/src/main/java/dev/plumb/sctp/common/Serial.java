package dev.plumb.sctp.common;

/**
 * Serial numbers that wrap, carried on as longs that do not.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-1.6 RFC 9260 1.6, Serial Number Arithmetic
 */
public final class Serial {
    private Serial() {}

    /** Returns the number nearest to {@code reference} whose low 32 bits are those of {@code wire}. */
    public static long unwrap32(long reference, long wire) {
        return reference + ((int) wire - (int) reference);
    }

    /** Returns the number nearest to {@code reference} whose low 16 bits are those of {@code wire}. */
    public static long unwrap16(long reference, int wire) {
        return reference + (short) (wire - (int) reference);
    }

    /** Returns the low 32 bits, as they are on the wire. */
    public static long wire32(long unwrapped) {
        return unwrapped & 0xffff_ffffL;
    }
}
