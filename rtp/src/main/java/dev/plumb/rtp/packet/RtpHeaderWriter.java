package dev.plumb.rtp.packet;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.Arrays;

/**
 * The start of a packet as one stream sends it: fixed header and extension block, laid out once and copied for each packet. What
 * differs from packet to packet is written after: sequence, timestamp, marker by {@link #write}, send time and transport-wide
 * number by {@link RtpHeader#put24} and {@link RtpHeader#put16} when it leaves.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8285#section-4.2 RFC 8285 4.2 and 4.3, one-byte and two-byte header
 */
public final class RtpHeaderWriter {

    private final byte[] template;

    private RtpHeaderWriter(byte[] template) {
        this.template = template;
    }

    /** Lays out a header. */
    public static Layout layout(long ssrc) {
        return new Layout(ssrc);
    }

    /** Bytes of the header. */
    public int bytes() {
        return template.length;
    }

    /** Begins {@code p}: its window becomes just this header. */
    public void write(Packet p, int payloadType, int sequence, long timestamp, boolean marker) {
        p.set(template, 0, template.length);
        p.put8(1, (marker ? 0x80 : 0) | (payloadType & 0x7f));
        p.put16(2, sequence);
        p.put32(4, timestamp);
    }

    /** Collects extension elements, then makes the writer. */
    public static final class Layout {
        private final long ssrc;
        private final int[] ids = new int[16];
        private final byte[][] values = new byte[16][];
        private int count;

        private Layout(long ssrc) {
            this.ssrc = ssrc;
        }

        /** An element; left out where {@code id} is 0 or the value empty. */
        public Layout with(int id, byte[] value) {
            if (id == 0 || value.length == 0) {
                return this;
            }
            if (count == ids.length || value.length > 255) {
                throw new IllegalArgumentException("too many or too long header extensions");
            }
            ids[count] = id;
            values[count++] = value;
            return this;
        }

        /** The writer of what was collected. */
        public RtpHeaderWriter build() {
            byte[] bytes = new byte[RtpHeader.FIXED_BYTES + 16 * 257 + 8];
            bytes[0] = (byte) 0x80;
            BigEndian.put32(bytes, 8, ssrc);
            int end = count == 0 ? RtpHeader.FIXED_BYTES : extensions(bytes);
            return new RtpHeaderWriter(Arrays.copyOf(bytes, end));
        }

        private int extensions(byte[] bytes) {
            boolean twoByte = false;
            for (int i = 0; i < count; i++) {
                twoByte |= ids[i] > 14 || values[i].length > 16;
            }
            bytes[0] |= 0x10;
            int at = RtpHeader.FIXED_BYTES + 4;
            for (int i = 0; i < count; i++) {
                if (twoByte) {
                    bytes[at++] = (byte) ids[i];
                    bytes[at++] = (byte) values[i].length;
                } else {
                    bytes[at++] = (byte) (ids[i] << 4 | (values[i].length - 1));
                }
                System.arraycopy(values[i], 0, bytes, at, values[i].length);
                at += values[i].length;
            }
            int words = (at - RtpHeader.FIXED_BYTES - 4 + 3) / 4;
            BigEndian.put16(
                    bytes, RtpHeader.FIXED_BYTES, twoByte ? RtpHeader.TWO_BYTE_PROFILE : RtpHeader.ONE_BYTE_PROFILE);
            BigEndian.put16(bytes, RtpHeader.FIXED_BYTES + 2, words);
            return RtpHeader.FIXED_BYTES + 4 + 4 * words;
        }
    }
}
