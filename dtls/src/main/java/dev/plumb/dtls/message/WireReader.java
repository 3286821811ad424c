package dev.plumb.dtls.message;

import dev.plumb.base.bytes.BigEndian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A cursor over a handshake message. It never throws: reading behind the end gives zeros and sets {@link #failed()},
 * which a parser asks once, at its own end.
 */
public final class WireReader {
    private static final byte[] NONE = {};

    private final byte[] array;
    private final int end;
    private int at;
    private boolean failed;

    public WireReader(byte[] array) {
        this(array, 0, array.length);
    }

    public WireReader(byte[] array, int from, int end) {
        this.array = array;
        this.at = from;
        this.end = end;
    }

    public int u8() {
        int from = take(1);
        return failed ? 0 : BigEndian.u8(array, from);
    }

    public int u16() {
        int from = take(2);
        return failed ? 0 : BigEndian.u16(array, from);
    }

    public int u24() {
        int from = take(3);
        return failed ? 0 : BigEndian.u24(array, from);
    }

    public byte[] bytes(int count) {
        int from = take(count);
        return failed ? NONE : Arrays.copyOfRange(array, from, from + count);
    }

    /** Reads the bytes behind an 8-bit length. */
    public byte[] vector8() {
        return bytes(u8());
    }

    /** Reads the bytes behind a 16-bit length. */
    public byte[] vector16() {
        return bytes(u16());
    }

    /** Reads the bytes behind a 24-bit length. */
    public byte[] vector24() {
        return bytes(u24());
    }

    /** Returns the remaining bytes as 16-bit values, or none if a byte is left over. */
    public List<Integer> list16() {
        List<Integer> values = new ArrayList<>();
        while (more()) {
            values.add(u16());
        }
        return failed ? List.of() : values;
    }

    public boolean more() {
        return !failed && at < end;
    }

    public boolean failed() {
        return failed;
    }

    /** Returns whether everything was read and nothing is left over. */
    public boolean complete() {
        return !failed && at == end;
    }

    private int take(int count) {
        if (failed || count > end - at) {
            failed = true;
            return at;
        }
        int from = at;
        at += count;
        return from;
    }
}
