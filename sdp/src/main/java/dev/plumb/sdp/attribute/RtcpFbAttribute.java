package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of RTCP feedback that may be sent for a payload type.
 *
 * <pre>
 * a=rtcp-fb:&lt;payload type | *&gt; &lt;type&gt; [&lt;parameters&gt;]
 * </pre>
 *
 * @param format a payload type, or {@code *} for all
 * @param type the type, such as {@code nack}, {@code ccm}, {@code transport-cc}
 * @param parameter the parameter, such as {@code pli}, {@code fir}; empty where there is none
 * @spec https://www.rfc-editor.org/rfc/rfc4585#section-4.2 RFC 4585 4.2
 */
public record RtcpFbAttribute(String format, String type, String parameter) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<RtcpFbAttribute> TYPE =
            new SdpAttributeType<>("rtcp-fb", RtcpFbAttribute::parse);

    /** Checks the format and type. */
    public RtcpFbAttribute {
        SdpText.require(isFormat(format), "format must be a payload type (0..127) or *", format);
        SdpText.requireWord(type, "feedback type");
        SdpText.requireOneLine(parameter, "feedback parameter");
    }

    /** Returns the feedback for one payload type. */
    public static RtcpFbAttribute of(int payloadType, String type, String parameter) {
        return new RtcpFbAttribute(Integer.toString(payloadType), type, parameter);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable RtcpFbAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 2 || !isFormat(fields.get(0))) {
            return null;
        }
        // RFC 4585 4.2 defines the types as ABNF strings, which are case-insensitive
        String parameter = String.join(" ", fields.subList(2, fields.size()));
        return new RtcpFbAttribute(
                fields.get(0), fields.get(1).toLowerCase(Locale.ROOT), parameter.toLowerCase(Locale.ROOT));
    }

    private static boolean isFormat(String format) {
        return format.equals("*") || SdpText.number(format, 127) >= 0;
    }

    /** Returns the key under which the attribute is found: the payload type in its shortest form, or {@code *}. */
    public String key() {
        return format.equals("*") ? format : Integer.toString(SdpText.number(format, 127));
    }

    /** Returns whether it holds for that payload type. */
    public boolean isFor(int payloadType) {
        return format.equals("*") || SdpText.number(format, 127) == payloadType;
    }

    /** Returns the value. */
    public String write() {
        return format + " " + type + (parameter.isEmpty() ? "" : " " + parameter);
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
