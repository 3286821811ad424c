package dev.plumb.rtp.payload;

import dev.plumb.base.bytes.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packetizer for H.264. In packetization mode 1 small NAL units share a packet (STAP-A), and large ones are
 * fragmented (FU-A). In mode 0 each NAL unit has its own packet, except that those too large for a packet are
 * fragmented all the same. A key frame without parameter sets is given the ones last seen.
 *
 * <pre>{@code
 * STAP-A: |STAP-A header| size 1 (16) | unit 1 ... | size 2 (16) | unit 2 ...
 *
 *         +---------------+---------------+
 *         |0|1|2|3|4|5|6|7|0|1|2|3|4|5|6|7|
 * FU-A:   |F|NRI|   28    |S|E|R|  type   | piece of the unit without its header
 *         +---------------+---------------+
 * }</pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-5.7.1 RFC 6184 5.7.1, Single-Time Aggregation Packet
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-5.8 RFC 6184 5.8, Fragmentation Units
 */
final class H264Packetizer implements Packetizer {
    private static final int PARAMETER_SETS_AT_MOST = 8;

    private final boolean aggregates;
    private List<byte[]> parameterSets = List.of();

    /**
     * Creates a packetizer.
     *
     * @param aggregates whether NAL units may share a packet, as in packetization mode 1
     */
    H264Packetizer(boolean aggregates) {
        this.aggregates = aggregates;
    }

    @Override
    public int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out) {
        List<byte[]> units = units(frame);
        int count = 0;
        int i = 0;
        while (i < units.size()) {
            int together = aggregates ? together(units, i, payloadBytesAtMost) : 1;
            boolean last = i + together == units.size();
            if (together > 1) {
                aggregate(units.subList(i, i + together), last, out);
                count++;
            } else if (units.get(i).length <= payloadBytesAtMost) {
                out.begin().append(units.get(i), 0, units.get(i).length);
                out.end(last);
                count++;
            } else {
                count += fragment(units.get(i), payloadBytesAtMost, last, out);
            }
            i += together;
        }
        return count;
    }

    /** Returns the units to send: without delimiters, and with parameter sets before an IDR picture. */
    private List<byte[]> units(byte[] frame) {
        List<byte[]> units = new ArrayList<>(8);
        List<byte[]> sets = new ArrayList<>(2);
        boolean idr = false;
        for (H264Nal.Span span : H264Nal.split(frame)) {
            byte[] unit = Arrays.copyOfRange(frame, span.from(), span.to());
            int type = H264Nal.type(unit[0]);
            if (type == H264Nal.SPS || type == H264Nal.PPS) {
                sets.add(unit);
            }
            idr |= type == H264Nal.IDR;
            if (type != H264Nal.DELIMITER) {
                units.add(unit);
            }
        }
        if (!sets.isEmpty() && sets.size() <= PARAMETER_SETS_AT_MOST) {
            parameterSets = List.copyOf(sets);
        } else if (sets.isEmpty() && idr) {
            units.addAll(0, parameterSets);
        }
        return units;
    }

    /** Returns the number of units from {@code first} on that fit one STAP-A, or 1 if aggregation does not pay. */
    private static int together(List<byte[]> units, int first, int atMost) {
        int bytes = 1;
        int count = 0;
        while (first + count < units.size() && bytes + 2 + units.get(first + count).length <= atMost) {
            bytes += 2 + units.get(first + count).length;
            count++;
        }
        return Math.max(1, count);
    }

    private static void aggregate(List<byte[]> units, boolean last, PayloadSink out) {
        Packet p = out.begin();
        int importance = 0;
        for (byte[] unit : units) {
            importance = Math.max(importance, unit[0] & 0x60);
        }
        int header = p.length();
        p.length(header + 1).put8(header, importance | H264Nal.STAP_A);
        for (byte[] unit : units) {
            int at = p.length();
            p.length(at + 2).put16(at, unit.length);
            p.append(unit, 0, unit.length);
        }
        out.end(last);
    }

    private static int fragment(byte[] unit, int atMost, boolean last, PayloadSink out) {
        int left = unit.length - 1;
        int count = (left + atMost - 3) / (atMost - 2);
        int each = (left + count - 1) / count;
        int at = 1;
        for (int i = 0; i < count; i++) {
            int bytes = Math.min(each, unit.length - at);
            Packet p = out.begin();
            int start = p.length();
            int edges = (i == 0 ? 0x80 : 0) | (i == count - 1 ? 0x40 : 0);
            p.length(start + 2)
                    .put8(start, (unit[0] & 0x60) | H264Nal.FU_A)
                    .put8(start + 1, edges | H264Nal.type(unit[0]));
            p.append(unit, at, bytes);
            at += bytes;
            out.end(last && i == count - 1);
        }
        return count;
    }
}
