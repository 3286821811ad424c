package dev.plumb.ice.stun;

import dev.plumb.base.bytes.BigEndian;
import java.util.random.RandomGenerator;

/**
 * The 96 bits that tie an answer to its request.
 *
 * @param high the first 64 bits
 * @param low the last 32
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-5 RFC 8489 5, STUN Message Structure
 */
public record TransactionId(long high, int low) {
    /** The length on the wire, in bytes. */
    public static final int BYTES = 12;

    /** Returns a random id. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextLong(), random.nextInt());
    }

    static TransactionId read(byte[] a, int index) {
        return new TransactionId(BigEndian.i64(a, index), BigEndian.i32(a, index + 8));
    }

    void write(byte[] a, int index) {
        BigEndian.put64(a, index, high);
        BigEndian.put32(a, index + 8, low);
    }

    @Override
    public String toString() {
        return String.format("%016x%08x", high, low);
    }
}
