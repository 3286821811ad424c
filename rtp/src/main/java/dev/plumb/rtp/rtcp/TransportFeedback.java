package dev.plumb.rtp.rtcp;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which transport-wide sequence numbers arrived, and when.
 *
 * <pre>{@code
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * |                     SSRC of packet sender                     |
 * |                      SSRC of media source                     |
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk          |
 * .                                                               .
 * |         packet chunk          |  recv delta   |  recv delta   |
 * .                                                               .
 * |           recv delta          |  recv delta   | zero padding  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * @param senderSsrc the SSRC of the reporter
 * @param mediaSsrc one of the streams meant
 * @param baseSequence the first sequence number reported
 * @param referenceTime signed 24 bits, in units of 64 ms
 * @param feedbackCount 8 bits, one more for each feedback packet
 * @param deltas one for each number from the base on: time since the arrival before (since the reference for the first)
 *     in units of 250 microseconds, signed 16 bits, or {@link #LOST}; not copied
 * @spec https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3.1 transport-wide-cc 3.1, Message format
 */
public record TransportFeedback(
        long senderSsrc, long mediaSsrc, int baseSequence, int referenceTime, int feedbackCount, int[] deltas)
        implements RtcpPacket {
    /** The delta of a packet that has not arrived. */
    public static final int LOST = Integer.MIN_VALUE;

    /** The unit of a delta, in nanoseconds. */
    public static final long DELTA_NANOS = 250_000;

    /** The unit of the reference time, in nanoseconds. */
    public static final long REFERENCE_NANOS = 64_000_000;

    static final int FORMAT = 15;

    private static final int FIXED_BYTES = 16;
    /** The most reported numbers. No real receiver reports as many; a few bytes could claim more and cost memory. */
    private static final int STATUSES_AT_MOST = 8192;

    private static final int LONGEST_RUN = 0x1fff;
    private static final int NOT_RECEIVED = 0;
    private static final int SMALL = 1;
    private static final int LARGE = 2;

    /** Returns the number of sequence numbers that it reports. */
    public int statusCount() {
        return deltas.length;
    }

    /** Returns the number of reported packets that arrived. */
    public int receivedCount() {
        return (int) Arrays.stream(deltas).filter(d -> d != LOST).count();
    }

    static @Nullable TransportFeedback parse(Packet p, int body, int end) {
        if (body + FIXED_BYTES > end) {
            return null;
        }
        int count = p.u16(body + 10);
        if (count > STATUSES_AT_MOST) {
            return null;
        }
        int[] symbols = new int[count];
        int at = readSymbols(p, body + FIXED_BYTES, end, symbols);
        if (at < 0 || !readDeltas(p, at, end, symbols)) {
            return null;
        }
        return new TransportFeedback(
                p.u32(body),
                p.u32(body + 4),
                p.u16(body + 8),
                BigEndian.u24(p.array(), p.offset() + body + 12) << 8 >> 8,
                p.u8(body + 15),
                symbols);
    }

    private static int readSymbols(Packet p, int from, int end, int[] symbols) {
        int at = from;
        int i = 0;
        while (i < symbols.length) {
            if (at + 2 > end) {
                return -1;
            }
            int chunk = p.u16(at);
            at += 2;
            if ((chunk & 0x8000) == 0) {
                int run = Math.min(chunk & LONGEST_RUN, symbols.length - i);
                Arrays.fill(symbols, i, i + run, chunk >>> 13);
                i += run;
            } else {
                int bits = (chunk & 0x4000) == 0 ? 1 : 2;
                for (int shift = 14 - bits; shift >= 0 && i < symbols.length; shift -= bits) {
                    symbols[i++] = chunk >>> shift & (1 << bits) - 1;
                }
            }
        }
        return at;
    }

    /** Replaces each symbol by its delta. */
    private static boolean readDeltas(Packet p, int from, int end, int[] symbols) {
        int at = from;
        for (int i = 0; i < symbols.length; i++) {
            int bytes = symbols[i] == SMALL ? 1 : symbols[i] == LARGE ? 2 : 0;
            if (at + bytes > end) {
                return false;
            }
            symbols[i] = bytes == 0 ? LOST : bytes == 1 ? p.u8(at) : (short) p.u16(at);
            at += bytes;
        }
        return true;
    }

    @Override
    public void write(Packet out) {
        int start = RtcpPacket.begin(out, FORMAT, TRANSPORT_LAYER_FEEDBACK);
        RtcpPacket.append32(out, senderSsrc);
        RtcpPacket.append32(out, mediaSsrc);
        RtcpPacket.append16(out, baseSequence);
        RtcpPacket.append16(out, deltas.length);
        RtcpPacket.append32(out, (long) (referenceTime & 0xff_ffff) << 8 | (feedbackCount & 0xff));
        int i = 0;
        while (i < deltas.length) {
            int run = run(i);
            if (run >= 7) {
                RtcpPacket.append16(out, symbol(i) << 13 | run);
                i += run;
            } else {
                i += vector(out, i);
            }
        }
        for (int delta : deltas) {
            if (isSmall(delta)) {
                RtcpPacket.append8(out, delta);
            } else if (delta != LOST) {
                RtcpPacket.append16(out, delta);
            }
        }
        RtcpPacket.end(out, start);
    }

    private int run(int from) {
        int to = from + 1;
        while (to < deltas.length && to - from < LONGEST_RUN && symbol(to) == symbol(from)) {
            to++;
        }
        return to - from;
    }

    /** Appends a status vector chunk of two-bit symbols; returns how many it took. */
    private int vector(Packet out, int from) {
        int chunk = 0xc000;
        int count = Math.min(7, deltas.length - from);
        for (int i = 0; i < count; i++) {
            chunk |= symbol(from + i) << (12 - 2 * i);
        }
        RtcpPacket.append16(out, chunk);
        return count;
    }

    private int symbol(int index) {
        return deltas[index] == LOST ? NOT_RECEIVED : isSmall(deltas[index]) ? SMALL : LARGE;
    }

    private static boolean isSmall(int delta) {
        return delta >= 0 && delta <= 0xff;
    }

    @Override
    public String toString() {
        return "TransportFeedback[base=" + baseSequence + " count=" + deltas.length + " received=" + receivedCount()
                + " fb=" + feedbackCount + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransportFeedback f
                && f.senderSsrc == senderSsrc
                && f.mediaSsrc == mediaSsrc
                && f.baseSequence == baseSequence
                && f.referenceTime == referenceTime
                && f.feedbackCount == feedbackCount
                && Arrays.equals(f.deltas, deltas);
    }

    @Override
    public int hashCode() {
        return baseSequence * 31 + feedbackCount + Arrays.hashCode(deltas);
    }
}
