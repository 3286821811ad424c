package dev.plumb.dtls;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over ASN.1 Distinguished Encoding Rules (DER), limited to what finding the key in a certificate needs. It
 * never throws, and it parses only the elements that it is asked for. Reading an element that is not there sets
 * {@link #failed()}.
 */
final class DerReader {
    private static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final byte[] NONE = {};
    private static final int LENGTH_BYTES_AT_MOST = 3;

    private final byte[] array;
    private final int end;
    private int at;
    private boolean failed;

    DerReader(byte[] array) {
        this(array, 0, array.length);
    }

    private DerReader(byte[] array, int from, int end) {
        this.array = array;
        this.at = from;
        this.end = end;
    }

    /** Enters an element with the given tag and moves past it. The returned reader reads the element's content. */
    DerReader enter(int tag) {
        int length = header(tag);
        int from = at;
        at += length;
        DerReader inside = new DerReader(array, from, from + length);
        inside.failed = failed;
        return inside;
    }

    /** Skips one element of any tag. */
    void skip() {
        if (at >= end) {
            failed = true;
        } else {
            int length = header(array[at] & 0xff);
            at += length;
        }
    }

    /** Skips the next element if it has the given tag. */
    void skipOptional(int tag) {
        if (!failed && at < end && (array[at] & 0xff) == tag) {
            skip();
        }
    }

    /** Reads the content of an element with the given tag. Returns an empty array if there is none. */
    byte[] content(int tag) {
        int length = header(tag);
        byte[] content = failed ? NONE : Arrays.copyOfRange(array, at, at + length);
        at += length;
        return content;
    }

    /**
     * Reads a positive integer of at most {@code bitsAtMost} bits. Returns null if the next element is anything else.
     */
    @Nullable
    BigInteger positive(int bitsAtMost) {
        int length = header(INTEGER);
        int from = at;
        at += length;
        if (failed || length == 0 || length > bitsAtMost / 8 + 1 || array[from] < 0) {
            failed = true;
            return null;
        }
        BigInteger value = new BigInteger(1, array, from, length);
        return value.signum() > 0 && value.bitLength() <= bitsAtMost ? value : null;
    }

    /** Returns whether a read has failed because the expected element was not there. */
    boolean failed() {
        return failed;
    }

    /** Returns whether every read succeeded and no bytes are left over. */
    boolean complete() {
        return !failed && at == end;
    }

    /** Reads a tag and a length. Returns the length, or 0 on failure. */
    private int header(int tag) {
        if (failed || end - at < 2 || (array[at] & 0xff) != tag) {
            return fail();
        }
        int first = array[at + 1] & 0xff;
        at += 2;
        int length = first;
        if (first >= 0x80) {
            int count = first & 0x7f;
            if (count == 0 || count > LENGTH_BYTES_AT_MOST || end - at < count) {
                return fail();
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (array[at++] & 0xff);
            }
        }
        return length > end - at ? fail() : length;
    }

    private int fail() {
        failed = true;
        return 0;
    }
}
