package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a payload type.
 *
 * <pre>
 * a=rtpmap:&lt;payload type&gt; &lt;encoding name&gt;/&lt;clock rate&gt;[/&lt;encoding parameters&gt;]
 * </pre>
 *
 * @param payloadType 0..127
 * @param encodingName the codec, compared without regard to case
 * @param clockRateHz the RTP clock, 1 or more
 * @param encodingParameters the number of channels for audio; empty where absent
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-6.6 RFC 8866 6.6
 */
public record RtpmapAttribute(int payloadType, String encodingName, int clockRateHz, String encodingParameters)
        implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<RtpmapAttribute> TYPE =
            new SdpAttributeType<>("rtpmap", RtpmapAttribute::parse);

    /** Checks the ranges. */
    public RtpmapAttribute {
        SdpText.requireRange(payloadType, 0, 127, "payload type");
        SdpText.requireWord(encodingName, "encoding name");
        SdpText.requireRange(clockRateHz, 1, Integer.MAX_VALUE, "clock rate in Hz");
        SdpText.require(
                encodingParameters.isEmpty() || SdpText.isWord(encodingParameters),
                "encoding parameters must be one word or empty",
                encodingParameters);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable RtpmapAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 2) {
            return null;
        }
        List<String> encoding = SdpText.split(fields.get(1), '/');
        int payloadType = SdpText.number(fields.get(0), 127);
        int clockRateHz = encoding.size() < 2 ? -1 : SdpText.number(encoding.get(1), Integer.MAX_VALUE);
        if (payloadType < 0 || clockRateHz < 1 || encoding.getFirst().isEmpty()) {
            return null;
        }
        String parameters = String.join("/", encoding.subList(2, encoding.size()));
        return new RtpmapAttribute(payloadType, encoding.getFirst(), clockRateHz, parameters);
    }

    /** Returns the channels of an audio codec, or 1 if it does not tell them. */
    public int channels() {
        int channels = SdpText.number(encodingParameters, 255);
        return channels < 1 ? 1 : channels;
    }

    /** Returns whether this is a codec with this name and clock rate. */
    public boolean is(String name, int rateHz) {
        return encodingName.equalsIgnoreCase(name) && clockRateHz == rateHz;
    }

    /** Returns the value. */
    public String write() {
        String parameters = encodingParameters.isEmpty() ? "" : "/" + encodingParameters;
        return payloadType + " " + encodingName + "/" + clockRateHz + parameters;
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
