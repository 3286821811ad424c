package dev.plumb.rtp.payload;

import org.jspecify.annotations.Nullable;

/**
 * The picture's size out of a sequence parameter set.
 *
 * @spec https://www.itu.int/rec/T-REC-H.264 ITU-T H.264 7.3.2.1.1, sequence parameter set data
 */
record H264Size(int width, int height) {
    private static final int LARGEST = 16384;

    /** Returns the picture size of a parameter set with its header byte, or null if the set is broken or unlikely. */
    static @Nullable H264Size of(byte[] bytes, int from, int count) {
        Bits bits = new Bits(bytes, from + 1, from + count);
        int profile = bits.read(8);
        bits.read(16);
        bits.golomb();
        int chroma = 1;
        if (hasChroma(profile)) {
            chroma = bits.golomb();
            if (chroma == 3) {
                bits.read(1);
            }
            bits.golomb();
            bits.golomb();
            bits.read(1);
            skipScaling(bits, chroma);
        }
        bits.golomb();
        skipOrderCount(bits);
        bits.golomb();
        bits.read(1);
        int widthUnits = bits.golomb() + 1;
        int heightUnits = bits.golomb() + 1;
        boolean framesOnly = bits.read(1) == 1;
        bits.read(framesOnly ? 1 : 2);
        int width = 16 * Math.min(widthUnits, LARGEST);
        int height = 16 * Math.min(heightUnits, LARGEST) * (framesOnly ? 1 : 2);
        if (bits.read(1) == 1) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            width -= unitX * (Math.min(bits.golomb(), LARGEST) + Math.min(bits.golomb(), LARGEST));
            height -= unitY * (Math.min(bits.golomb(), LARGEST) + Math.min(bits.golomb(), LARGEST));
        }
        boolean likely = !bits.broken && width > 0 && height > 0 && width <= LARGEST && height <= LARGEST;
        return likely ? new H264Size(width, height) : null;
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScaling(Bits bits, int chroma) {
        if (bits.read(1) == 0) {
            return;
        }
        for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
            if (bits.read(1) == 1) {
                int last = 8;
                int next = 8;
                for (int j = 0; j < (i < 6 ? 16 : 64) && next != 0; j++) {
                    next = last + bits.signedGolomb() & 0xff;
                    last = next == 0 ? last : next;
                }
            }
        }
    }

    private static void skipOrderCount(Bits bits) {
        int type = bits.golomb();
        if (type == 0) {
            bits.golomb();
        } else if (type == 1) {
            bits.read(1);
            bits.golomb();
            bits.golomb();
            int cycle = Math.min(bits.golomb(), 255);
            for (int i = 0; i < cycle && !bits.broken; i++) {
                bits.golomb();
            }
        }
    }

    /** Bits of a unit, emulation prevention bytes left out; zeros behind the end. */
    private static final class Bits {
        private final byte[] bytes;
        private final int end;
        private int at;
        private int bit;
        private int zeros;
        private boolean broken;

        Bits(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        int read(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                value = value << 1 | next();
            }
            return value;
        }

        private int next() {
            if (bit == 0 && zeros >= 2 && at < end && bytes[at] == 3) {
                at++;
                zeros = 0;
            }
            if (at >= end) {
                broken = true;
                return 0;
            }
            int value = bytes[at] >>> (7 - bit) & 1;
            bit = bit + 1 & 7;
            if (bit == 0) {
                zeros = bytes[at] == 0 ? zeros + 1 : 0;
                at++;
            }
            return value;
        }

        int golomb() {
            int leading = 0;
            while (leading < 31 && next() == 0) {
                leading++;
            }
            broken |= leading >= 31;
            return broken ? 0 : (1 << leading) - 1 + read(leading);
        }

        int signedGolomb() {
            int value = golomb();
            return (value & 1) == 1 ? value / 2 + 1 : -(value / 2);
        }
    }
}
