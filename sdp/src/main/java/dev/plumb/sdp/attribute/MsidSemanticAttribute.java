package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of stream ids, which older peers require: {@code WMS} and the streams or {@code *}.
 *
 * <pre>
 * a=msid-semantic: &lt;semantic&gt; [&lt;stream id&gt; ...]
 * </pre>
 *
 * @param semantic {@code WMS}
 * @param streamIds the streams, or {@code *}; may be empty
 * @spec https://datatracker.ietf.org/doc/html/draft-ietf-mmusic-msid-16 draft-ietf-mmusic-msid-16
 */
public record MsidSemanticAttribute(String semantic, List<String> streamIds) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<MsidSemanticAttribute> TYPE =
            new SdpAttributeType<>("msid-semantic", MsidSemanticAttribute::parse);

    /** Checks that all are words. */
    public MsidSemanticAttribute {
        SdpText.requireWord(semantic, "semantic");
        streamIds = List.copyOf(streamIds);
        streamIds.forEach(id -> SdpText.requireWord(id, "stream id"));
    }

    /** Reads the value; null where it is empty. */
    public static @Nullable MsidSemanticAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        return fields.isEmpty() ? null : new MsidSemanticAttribute(fields.getFirst(), fields.subList(1, fields.size()));
    }

    /** Returns the value, with the blank in front that Chromium writes. */
    public String write() {
        return " " + semantic + streamIds.stream().map(id -> " " + id).collect(Collectors.joining());
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
