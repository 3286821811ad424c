package dev.plumb.rtp.payload;

import java.util.Locale;
import java.util.Optional;

/** The format in which a codec's frames go into RTP payloads. */
public enum PayloadFormat {
    /** One packet of Opus a payload (RFC 7587). */
    OPUS("opus", false),
    /** Samples as they are: PCMU, PCMA, G722, L16 (RFC 3551). */
    PCM("PCMU", false),
    /** VP8 (RFC 7741). */
    VP8("VP8", true),
    /** H.264 in packetization mode 1 (RFC 6184); frames are access units in the byte stream format. */
    H264("H264", true),
    /** H.264 in packetization mode 0: every NAL unit is sent in a packet of its own. */
    H264_SINGLE("H264", true),
    /** Any payload, passed on unchanged, one payload a frame: comfort noise, telephone events. */
    RAW("raw", false);

    private final String encodingName;
    private final boolean video;

    PayloadFormat(String encodingName, boolean video) {
        this.encodingName = encodingName;
        this.video = video;
    }

    /** Returns whether frames of it are pictures, which may take several packets. */
    public boolean isVideo() {
        return video;
    }

    /**
     * Returns the format with an encoding name as signalled ({@code opus}, {@code PCMU}, {@code VP8}), or empty if it
     * is not known.
     */
    public static Optional<PayloadFormat> ofName(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "OPUS" -> Optional.of(OPUS);
            case "PCMU", "PCMA", "G722", "L16" -> Optional.of(PCM);
            case "VP8" -> Optional.of(VP8);
            case "H264" -> Optional.of(H264);
            case "CN", "TELEPHONE-EVENT" -> Optional.of(RAW);
            default -> Optional.empty();
        };
    }

    /** Returns whether an encoded frame is a key frame, as far as its bytes tell. */
    public boolean isKeyFrame(byte[] frame) {
        return switch (this) {
            case OPUS, PCM, RAW -> true;
            case VP8 -> frame.length > 0 && (frame[0] & 1) == 0;
            case H264, H264_SINGLE -> H264Nal.holds(frame, H264Nal.IDR);
        };
    }

    /** Creates a packetizer with state of its own for one stream. */
    public Packetizer packetizer() {
        return switch (this) {
            case OPUS, PCM, RAW -> new WholePacketizer();
            case VP8 -> new Vp8Packetizer();
            case H264 -> new H264Packetizer(true);
            case H264_SINGLE -> new H264Packetizer(false);
        };
    }

    /** Returns a depacketizer, which has no state. */
    public Depacketizer depacketizer() {
        return switch (this) {
            case OPUS, PCM, RAW -> WholeDepacketizer.INSTANCE;
            case VP8 -> Vp8Depacketizer.INSTANCE;
            case H264, H264_SINGLE -> H264Depacketizer.INSTANCE;
        };
    }

    @Override
    public String toString() {
        return encodingName;
    }
}
