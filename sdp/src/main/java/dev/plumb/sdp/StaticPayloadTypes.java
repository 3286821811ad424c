package dev.plumb.sdp;

import dev.plumb.sdp.attribute.RtpmapAttribute;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payload types that mean something without an rtpmap.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3551#section-6 RFC 3551 6
 */
final class StaticPayloadTypes {
    private static final Map<Integer, String> ENCODINGS = Map.ofEntries(
            Map.entry(0, "PCMU/8000"),
            Map.entry(3, "GSM/8000"),
            Map.entry(4, "G723/8000"),
            Map.entry(5, "DVI4/8000"),
            Map.entry(6, "DVI4/16000"),
            Map.entry(7, "LPC/8000"),
            Map.entry(8, "PCMA/8000"),
            Map.entry(9, "G722/8000"),
            Map.entry(10, "L16/44100/2"),
            Map.entry(11, "L16/44100"),
            Map.entry(12, "QCELP/8000"),
            Map.entry(13, "CN/8000"),
            Map.entry(14, "MPA/90000"),
            Map.entry(15, "G728/8000"),
            Map.entry(16, "DVI4/11025"),
            Map.entry(17, "DVI4/22050"),
            Map.entry(18, "G729/8000"),
            Map.entry(25, "CelB/90000"),
            Map.entry(26, "JPEG/90000"),
            Map.entry(28, "nv/90000"),
            Map.entry(31, "H261/90000"),
            Map.entry(32, "MPV/90000"),
            Map.entry(33, "MP2T/90000"),
            Map.entry(34, "H263/90000"));

    private StaticPayloadTypes() {}

    /** Returns the meaning of a static payload type, or null if it is not static. */
    static @Nullable RtpmapAttribute rtpmap(int payloadType) {
        String encoding = ENCODINGS.get(payloadType);
        return encoding == null ? null : RtpmapAttribute.parse(payloadType + " " + encoding);
    }
}
