package dev.plumb.codecs.opus;

/**
 * The two companding laws of G.711, by their segments.
 *
 * @spec https://www.itu.int/rec/T-REC-G.711 ITU-T G.711, Pulse code modulation of voice frequencies
 */
enum G711Law {
    /** Mu-law: 14 bits, bias 33, all bits inverted. */
    MU {
        @Override
        byte encode(short sample) {
            int sign = sample < 0 ? 0x80 : 0;
            int magnitude = Math.min(Math.abs((int) sample), MU_CLIP) + MU_BIAS;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int step = (magnitude >> (segment + 3)) & 0x0f;
            return (byte) ~(sign | (segment << 4) | step);
        }

        @Override
        short decode(byte code) {
            int bits = ~code & 0xff;
            int segment = (bits >> 4) & 7;
            int magnitude = ((((bits & 0x0f) << 3) + MU_BIAS) << segment) - MU_BIAS;
            return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
        }
    },
    /** A-law: 13 bits, even bits inverted. */
    A {
        @Override
        byte encode(short sample) {
            int sign = sample >= 0 ? 0x80 : 0;
            int magnitude = (sample >= 0 ? sample : ~sample) >> 4;
            int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
            int step = segment < 1 ? magnitude : (magnitude >> (segment - 1)) & 0x0f;
            return (byte) ((sign | (segment << 4) | (step & 0x0f)) ^ A_TOGGLE);
        }

        @Override
        short decode(byte code) {
            int bits = (code & 0xff) ^ A_TOGGLE;
            int segment = (bits >> 4) & 7;
            int step = bits & 0x0f;
            int magnitude = segment == 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
            return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
        }
    };

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;
    private static final int A_TOGGLE = 0x55;

    abstract byte encode(short sample);

    abstract short decode(byte code);
}
