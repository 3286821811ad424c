package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream a track belongs to ({@code -} for none) and, in what older browsers write, the track.
 *
 * <pre>
 * a=msid:&lt;stream id&gt; [&lt;appdata&gt;]
 * </pre>
 *
 * @param streamId the stream; {@code -} for none
 * @param appData the track's id; empty where there is none
 * @spec https://www.rfc-editor.org/rfc/rfc8830#section-2 RFC 8830 2
 */
public record MsidAttribute(String streamId, String appData) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<MsidAttribute> TYPE = new SdpAttributeType<>("msid", MsidAttribute::parse);

    /** Checks that both are words. */
    public MsidAttribute {
        SdpText.requireWord(streamId, "stream id");
        SdpText.require(appData.isEmpty() || SdpText.isWord(appData), "appdata must be one word or empty", appData);
    }

    /** Reads the value; null where it is empty. */
    public static @Nullable MsidAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        return fields.isEmpty() ? null : new MsidAttribute(fields.get(0), fields.size() < 2 ? "" : fields.get(1));
    }

    /** Returns whether the track is in no stream. */
    public boolean isStreamless() {
        return streamId.equals("-");
    }

    /** Returns the value. */
    public String write() {
        return streamId + (appData.isEmpty() ? "" : " " + appData);
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
