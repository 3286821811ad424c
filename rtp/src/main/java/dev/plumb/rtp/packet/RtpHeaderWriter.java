package dev.plumb.rtp.packet;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.util.Arrays;
import java.util.List;

/**
 * The start of a packet of one stream: fixed header and extension block, laid out once and copied for each packet. The
 * fields that differ from packet to packet are written after: sequence, timestamp and marker by {@link #write}, send
 * time and transport-wide number by {@link RtpHeader#put24} and {@link RtpHeader#put16} when it leaves.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8285#section-4.2 RFC 8285 4.2 and 4.3, one-byte and two-byte header
 */
public final class RtpHeaderWriter {

    private final byte[] template;
    private final int levelAt;

    private RtpHeaderWriter(byte[] template, int levelAt) {
        this.template = template;
        this.levelAt = levelAt;
    }

    /** Lays out a header. */
    public static Layout layout(long ssrc) {
        return new Layout(ssrc);
    }

    /** Returns the length of the header, in bytes. */
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

    /**
     * Sets the audio level in a packet that was begun by {@link #write}; nothing where the layout has no room for it.
     *
     * @param dbov 0 (loudest) to 127
     * @param voice whether the sound is taken for speech
     * @spec https://www.rfc-editor.org/rfc/rfc6464#section-3 RFC 6464 3, Audio Levels
     */
    public void level(Packet p, int dbov, boolean voice) {
        if (levelAt > 0) {
            p.put8(levelAt, (voice ? 0x80 : 0) | (dbov & 0x7f));
        }
    }

    /** A builder of the writer, which collects extension elements. */
    public static final class Layout {
        private final long ssrc;
        private final int[] ids = new int[16];
        private final byte[][] values = new byte[16][];
        private int count;
        private List<Long> csrcs = List.of();
        private int levelId;
        private int levelAt;

        private Layout(long ssrc) {
            this.ssrc = ssrc;
        }

        /** Sets the contributing sources of a mix, at most 15. */
        public Layout contributing(List<Long> sources) {
            if (sources.size() > 15) {
                throw new IllegalArgumentException(
                        "a packet names at most 15 contributing sources, not " + sources.size());
            }
            csrcs = List.copyOf(sources);
            return this;
        }

        /**
         * Reserves room for the audio level, which {@link RtpHeaderWriter#level} sets. Reserves none where {@code id}
         * is 0.
         */
        public Layout withLevel(int id) {
            levelId = id;
            return with(id, new byte[] {127});
        }

        /** Adds an element. It is left out where {@code id} is 0 or the value empty. */
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

        /** Builds the writer of these elements. */
        public RtpHeaderWriter build() {
            byte[] bytes = new byte[RtpHeader.FIXED_BYTES + 15 * 4 + 16 * 257 + 8];
            bytes[0] = (byte) (0x80 | csrcs.size());
            BigEndian.put32(bytes, 8, ssrc);
            int start = RtpHeader.FIXED_BYTES;
            for (long csrc : csrcs) {
                BigEndian.put32(bytes, start, csrc);
                start += 4;
            }
            int end = count == 0 ? start : extensions(bytes, start);
            return new RtpHeaderWriter(Arrays.copyOf(bytes, end), levelAt);
        }

        private int extensions(byte[] bytes, int start) {
            boolean twoByte = false;
            for (int i = 0; i < count; i++) {
                twoByte |= ids[i] > 14 || values[i].length > 16;
            }
            bytes[0] |= 0x10;
            int at = start + 4;
            for (int i = 0; i < count; i++) {
                if (twoByte) {
                    bytes[at++] = (byte) ids[i];
                    bytes[at++] = (byte) values[i].length;
                } else {
                    bytes[at++] = (byte) (ids[i] << 4 | (values[i].length - 1));
                }
                levelAt = levelId != 0 && ids[i] == levelId ? at : levelAt;
                System.arraycopy(values[i], 0, bytes, at, values[i].length);
                at += values[i].length;
            }
            int words = (at - start - 4 + 3) / 4;
            BigEndian.put16(bytes, start, twoByte ? RtpHeader.TWO_BYTE_PROFILE : RtpHeader.ONE_BYTE_PROFILE);
            BigEndian.put16(bytes, start + 2, words);
            return start + 4 + 4 * words;
        }
    }
}
