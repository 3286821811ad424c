package dev.plumb.rtp.payload;

import dev.plumb.base.bytes.BigEndian;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A depacketizer that turns H.264 single NAL units, STAP-A and FU-A into the byte stream format. NAL units of types
 * that packetization mode 1 does not allow, and NAL units without a body, are skipped.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-5 RFC 6184 5, RTP Payload Format
 */
enum H264Depacketizer implements Depacketizer {
    INSTANCE;

    private static final byte[] START_CODE = {0, 0, 0, 1};

    @Override
    public boolean beginsKeyFrame(byte[] payload) {
        if (payload.length < 2) {
            return false;
        }
        int type = H264Nal.type(payload[0]);
        return type == H264Nal.SPS
                || (type == H264Nal.STAP_A && aggregates(payload, t -> t == H264Nal.SPS || t == H264Nal.IDR));
    }

    private static boolean aggregates(byte[] payload, IntPredicate wanted) {
        int at = 1;
        while (at + 2 < payload.length) {
            if (wanted.test(H264Nal.type(payload[at + 2]))) {
                return true;
            }
            at += 2 + BigEndian.u16(payload, at);
        }
        return false;
    }

    /**
     * Returns whether the first slice of an IDR picture begins with this payload, which is the slice with macroblock 0.
     */
    static boolean beginsIdr(byte[] payload) {
        if (payload.length < 3) {
            return false;
        }
        int type = H264Nal.type(payload[0]);
        return (type == H264Nal.IDR && payload[1] < 0)
                || (type == H264Nal.FU_A
                        && payload[1] < 0
                        && H264Nal.type(payload[1]) == H264Nal.IDR
                        && payload[2] < 0);
    }

    @Override
    public boolean holdsPicture(List<byte[]> payloads) {
        return payloads.stream().anyMatch(H264Depacketizer::holdsPicture);
    }

    private static boolean holdsPicture(byte[] payload) {
        if (payload.length < 2) {
            return false;
        }
        int type = H264Nal.type(payload[0]);
        return type == H264Nal.FU_A
                || H264Nal.isSlice(type)
                || (type == H264Nal.STAP_A && aggregates(payload, H264Nal::isSlice));
    }

    @Override
    public @Nullable Depacketized depacketize(List<byte[]> payloads) {
        int total = Depacketizer.totalBytes(payloads);
        if (total <= 0) {
            return null;
        }
        Assembly assembly = new Assembly(2 * total + 8 * payloads.size());
        for (byte[] payload : payloads) {
            if (!assembly.add(payload)) {
                return null;
            }
        }
        return assembly.finish();
    }

    /** The access unit while it grows. Start codes make it longer than the payloads, but never twice as long. */
    private static final class Assembly {
        private final byte[] bytes;
        private int length;
        private boolean inFragment;
        private boolean key;
        private boolean picture;
        private boolean sets;
        private @Nullable H264Size size;

        Assembly(int roomBytes) {
            bytes = new byte[Math.min(roomBytes, FRAME_BYTES_AT_MOST)];
        }

        boolean add(byte[] payload) {
            int type = payload.length == 0 ? 0 : H264Nal.type(payload[0]);
            if (type == 0 || (type > H264Nal.STAP_A && type != H264Nal.FU_A)) {
                return true;
            }
            if (type == H264Nal.FU_A) {
                return payload.length < 2 || fragment(payload);
            }
            if (inFragment) {
                return false;
            }
            return type == H264Nal.STAP_A ? aggregate(payload) : unit(payload, 0, payload.length);
        }

        private boolean aggregate(byte[] payload) {
            int at = 1;
            while (at + 2 < payload.length) {
                int count = BigEndian.u16(payload, at);
                if (at + 2 + count > payload.length || !unit(payload, at + 2, count)) {
                    return false;
                }
                at += 2 + count;
            }
            return true;
        }

        private boolean unit(byte[] from, int at, int count) {
            int type = count == 0 ? 0 : H264Nal.type(from[at]);
            boolean whole = type == H264Nal.END_OF_SEQUENCE || type == H264Nal.END_OF_STREAM;
            if (type == 0 || (count == 1 && !whole)) {
                return true;
            }
            note(from[at], from, at, count);
            return append(START_CODE, 0, START_CODE.length) && append(from, at, count);
        }

        private boolean fragment(byte[] payload) {
            boolean first = (payload[1] & 0x80) != 0;
            if (first == inFragment) {
                return false;
            }
            inFragment = (payload[1] & 0x40) == 0;
            if (first) {
                byte header = (byte) ((payload[0] & 0xe0) | (payload[1] & 0x1f));
                note(header, payload, 0, 0);
                if (!append(START_CODE, 0, START_CODE.length) || !append(new byte[] {header}, 0, 1)) {
                    return false;
                }
            }
            return append(payload, 2, payload.length - 2);
        }

        private void note(byte header, byte[] from, int at, int count) {
            int type = H264Nal.type(header);
            key |= type == H264Nal.IDR;
            picture |= H264Nal.isSlice(type);
            sets |= type == H264Nal.SPS || type == H264Nal.PPS;
            if (type == H264Nal.SPS && count > 0 && size == null) {
                size = H264Size.of(from, at, count);
            }
        }

        private boolean append(byte[] from, int at, int count) {
            if (length + count > bytes.length) {
                return false;
            }
            System.arraycopy(from, at, bytes, length, count);
            length += count;
            return true;
        }

        @Nullable
        Depacketized finish() {
            if (inFragment || length == 0) {
                return null;
            }
            byte[] data = Arrays.copyOf(bytes, length);
            H264Size known = size;
            return known == null
                    ? new Depacketized(data, key, picture, sets, 0, 0)
                    : new Depacketized(data, key, picture, sets, known.width(), known.height());
        }
    }
}
