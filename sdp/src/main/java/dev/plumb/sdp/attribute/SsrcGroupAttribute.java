package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The relation of RTP sources: {@code FID} names a stream and its repair, {@code SIM} the layers of old simulcast.
 *
 * <pre>
 * a=ssrc-group:&lt;semantics&gt; &lt;ssrc-id&gt; ...
 * </pre>
 *
 * @param semantics the semantics, such as {@code FID}
 * @param ssrcs each 0..2^32-1, in order
 * @spec https://www.rfc-editor.org/rfc/rfc5576#section-4.2 RFC 5576 4.2
 */
public record SsrcGroupAttribute(String semantics, List<Long> ssrcs) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<SsrcGroupAttribute> TYPE =
            new SdpAttributeType<>("ssrc-group", SsrcGroupAttribute::parse);

    /** Checks the ranges. */
    public SsrcGroupAttribute {
        SdpText.requireWord(semantics, "semantics");
        ssrcs = List.copyOf(ssrcs);
        ssrcs.forEach(ssrc -> SdpText.requireRange(ssrc, 0, SsrcAttribute.LARGEST_SSRC, "SSRC"));
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable SsrcGroupAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.isEmpty()) {
            return null;
        }
        List<Long> ssrcs = fields.subList(1, fields.size()).stream()
                .map(field -> SdpText.number(field, SsrcAttribute.LARGEST_SSRC))
                .toList();
        return ssrcs.contains(-1L) ? null : new SsrcGroupAttribute(fields.getFirst(), ssrcs);
    }

    /** Returns the value. */
    public String write() {
        return semantics + ssrcs.stream().map(ssrc -> " " + ssrc).collect(Collectors.joining());
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(write());
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
