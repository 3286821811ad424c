package dev.plumb.objects;

import dev.plumb.media.engine.PictureLimits;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits of a receiver for one codec, read from the format parameters that it announced.
 *
 * @param maxBps the most bits per second; {@link Long#MAX_VALUE} for no limit
 * @param maxFramesPerSecond the most pictures per second; infinite for no limit
 * @param pictures the largest pictures
 * @spec https://www.rfc-editor.org/rfc/rfc7741#section-6.1 RFC 7741 6.1, Media Type Definition
 * @spec https://www.rfc-editor.org/rfc/rfc6184#section-8.1 RFC 6184 8.1, Media Type Registration
 * @spec https://www.rfc-editor.org/rfc/rfc7587#section-6.1 RFC 7587 6.1, Opus Media Type Registration
 */
record CodecLimits(long maxBps, double maxFramesPerSecond, PictureLimits pictures) {
    private static final CodecLimits NONE =
            new CodecLimits(Long.MAX_VALUE, Double.POSITIVE_INFINITY, PictureLimits.NONE);
    private static final int LEVEL_1B_BPS = 128_000;
    private static final int H264_BITS_PER_UNIT = 1_000;

    /**
     * The limits of each AV1 level index: pixels of the largest picture, pixels per second, kbit/s (AV1 specification,
     * annex A.3).
     */
    private static final TreeMap<Integer, long[]> AV1_LEVELS = new TreeMap<>(Map.of(
            0, new long[] {147_456, 4_423_680, 1_500},
            1, new long[] {278_784, 8_363_520, 3_000},
            4, new long[] {665_856, 19_975_680, 6_000},
            5, new long[] {1_065_024, 31_950_720, 10_000},
            8, new long[] {2_359_296, 70_778_880, 12_000},
            9, new long[] {2_359_296, 141_557_760, 20_000},
            12, new long[] {8_912_896, 267_386_880, 30_000}));

    /**
     * The limits of each H.264 level_idc: macroblocks per second, macroblocks per picture, kbit/s (H.264 table A-1).
     */
    private static final TreeMap<Integer, long[]> H264_LEVELS = new TreeMap<>(Map.ofEntries(
            Map.entry(10, new long[] {1_485, 99, 64}),
            Map.entry(11, new long[] {3_000, 396, 192}),
            Map.entry(12, new long[] {6_000, 396, 384}),
            Map.entry(13, new long[] {11_880, 396, 768}),
            Map.entry(20, new long[] {11_880, 396, 2_000}),
            Map.entry(21, new long[] {19_800, 792, 4_000}),
            Map.entry(22, new long[] {20_250, 1_620, 4_000}),
            Map.entry(30, new long[] {40_500, 1_620, 10_000}),
            Map.entry(31, new long[] {108_000, 3_600, 14_000}),
            Map.entry(32, new long[] {216_000, 5_120, 20_000}),
            Map.entry(40, new long[] {245_760, 8_192, 20_000}),
            Map.entry(41, new long[] {245_760, 8_192, 50_000}),
            Map.entry(42, new long[] {522_240, 8_704, 50_000}),
            Map.entry(50, new long[] {589_824, 22_080, 135_000}),
            Map.entry(51, new long[] {983_040, 36_864, 240_000}),
            Map.entry(52, new long[] {2_073_600, 36_864, 240_000})));

    static CodecLimits of(RTCRtpCodecParameters codec) {
        Map<String, String> p = codec.parameters();
        return switch (codec.name().toUpperCase(Locale.ROOT)) {
            case "OPUS" ->
                new CodecLimits(
                        number(p, "maxaveragebitrate", Long.MAX_VALUE), NONE.maxFramesPerSecond, PictureLimits.NONE);
            case "VP8", "VP9" -> ofVp(p);
            case "H264" -> ofH264(p);
            case "AV1" -> ofAv1(p);
            default -> NONE;
        };
    }

    private static CodecLimits ofVp(Map<String, String> p) {
        long macroblocks = number(p, "max-fs", Long.MAX_VALUE);
        long fps = number(p, "max-fr", Long.MAX_VALUE);
        return new CodecLimits(
                Long.MAX_VALUE,
                fps == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : fps,
                macroblocks == Long.MAX_VALUE ? PictureLimits.NONE : PictureLimits.NONE.withMacroblocks(macroblocks));
    }

    /**
     * Reads the limits of H.264. An absent level counts as 3.1, as in browsers, although RFC 7742 6.2 requires it to be
     * signalled. The parameters {@code max-mbps}, {@code max-fs} and {@code max-br} can only raise the limits of the
     * level.
     */
    private static CodecLimits ofH264(Map<String, String> p) {
        String id = p.getOrDefault("profile-level-id", "42e01f");
        int profileAndLevel;
        try {
            profileAndLevel = Integer.parseInt(id, 16);
        } catch (NumberFormatException e) {
            return NONE;
        }
        int level = profileAndLevel & 0xff;
        // level 1b is level_idc 11 with constraint_set3, or level_idc 9
        boolean oneB = level == 9 || (level == 11 && (profileAndLevel & 0x1000) != 0);
        Map.Entry<Integer, long[]> known = H264_LEVELS.floorEntry(oneB ? 10 : level);
        long[] limits = (known == null ? H264_LEVELS.firstEntry() : known).getValue();
        long perSecond = Math.max(limits[0], number(p, "max-mbps", 0));
        long macroblocks = Math.max(limits[1], number(p, "max-fs", 0));
        long bps = oneB ? LEVEL_1B_BPS : limits[2] * H264_BITS_PER_UNIT;
        long extended = number(p, "max-br", 0);
        return new CodecLimits(
                Math.max(bps, extended > Long.MAX_VALUE / H264_BITS_PER_UNIT ? bps : extended * H264_BITS_PER_UNIT),
                Double.POSITIVE_INFINITY,
                PictureLimits.NONE.withMacroblocks(macroblocks).withMacroblocksPerSecond(perSecond));
    }

    private static CodecLimits ofAv1(Map<String, String> p) {
        // an absent level index means 5, level 3.1 (RTP payload format for AV1 7.2.1)
        Map.Entry<Integer, long[]> level = AV1_LEVELS.floorEntry((int) Math.min(31, number(p, "level-idx", 5)));
        if (level == null || number(p, "level-idx", 5) > AV1_LEVELS.lastKey()) {
            return NONE;
        }
        long[] limits = level.getValue();
        PictureLimits pictures = new PictureLimits(
                Integer.MAX_VALUE, Integer.MAX_VALUE, limits[0], Long.MAX_VALUE, Long.MAX_VALUE, limits[1] / 256);
        return new CodecLimits(limits[2] * 1_000, Double.POSITIVE_INFINITY, pictures);
    }

    /** Returns the value of a parameter, or {@code absent} where it is missing or is not a number above 0. */
    static long number(Map<String, String> parameters, String name, long absent) {
        String text = parameters.getOrDefault(name, "");
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return absent;
        }
        long value = Long.parseLong(text);
        return value == 0 ? absent : value;
    }

    /** Returns the limits that both the receiver and a restriction allow. */
    PictureLimits pictures(RTCResolutionRestriction restriction) {
        return new PictureLimits(
                Math.min(pictures.maxWidth(), restriction.maxWidth().orElse(Integer.MAX_VALUE)),
                Math.min(pictures.maxHeight(), restriction.maxHeight().orElse(Integer.MAX_VALUE)),
                Math.min(pictures.maxPixels(), restriction.maxPixels().orElse(Long.MAX_VALUE)),
                pictures.maxMacroblocks(),
                pictures.maxMacroblockSide(),
                pictures.maxMacroblocksPerSecond());
    }
}
