package dev.plumb.sctp;

import dev.plumb.base.bytes.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * The state of an INIT, kept by the peer.
 *
 * <pre>
 * created (8) | local tag (4) | peer tag (4) | local initial TSN (4) | peer initial TSN (4) | peer window (4)
 * | outgoing streams (2) | incoming streams (2) | local tie-tag (4) | peer tie-tag (4) | flags (1)
 * </pre>
 *
 * @param createdNanos the time of creation, monotonic
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-5.1.3 RFC 9260 5.1.3, Generating State Cookie
 */
record StateCookie(
        long createdNanos,
        long localTag,
        long peerTag,
        long localInitialTsn,
        long peerInitialTsn,
        long peerWindowBytes,
        NegotiatedCapabilities capabilities,
        long localTieTag,
        long peerTieTag) {
    private static final int BYTES = 41;

    static @Nullable StateCookie parse(byte[] a) {
        if (a.length != BYTES) {
            return null;
        }
        NegotiatedCapabilities capabilities =
                NegotiatedCapabilities.ofFlags(a[40], BigEndian.u16(a, 28), BigEndian.u16(a, 30));
        return new StateCookie(
                BigEndian.i64(a, 0),
                BigEndian.u32(a, 8),
                BigEndian.u32(a, 12),
                BigEndian.u32(a, 16),
                BigEndian.u32(a, 20),
                BigEndian.u32(a, 24),
                capabilities,
                BigEndian.u32(a, 32),
                BigEndian.u32(a, 36));
    }

    byte[] toByteArray() {
        byte[] a = new byte[BYTES];
        BigEndian.put64(a, 0, createdNanos);
        BigEndian.put32(a, 8, localTag);
        BigEndian.put32(a, 12, peerTag);
        BigEndian.put32(a, 16, localInitialTsn);
        BigEndian.put32(a, 20, peerInitialTsn);
        BigEndian.put32(a, 24, peerWindowBytes);
        BigEndian.put16(a, 28, capabilities.outgoingStreams());
        BigEndian.put16(a, 30, capabilities.incomingStreams());
        BigEndian.put32(a, 32, localTieTag);
        BigEndian.put32(a, 36, peerTieTag);
        a[40] = (byte) capabilities.flags();
        return a;
    }
}
