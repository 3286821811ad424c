package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a format: {@code key=value;...}, or what form its codec wants (such as {@code 0-15} and
 * {@code 111/111}).
 *
 * <pre>
 * a=fmtp:&lt;format&gt; &lt;format specific parameters&gt;
 * </pre>
 *
 * @param format the format, for RTP a payload type
 * @param text the parameters as written
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-6.15 RFC 8866 6.15
 */
public record FmtpAttribute(String format, String text) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<FmtpAttribute> TYPE = new SdpAttributeType<>("fmtp", FmtpAttribute::parse);

    /** Checks that the format is one word and the text within its line. */
    public FmtpAttribute {
        SdpText.requireWord(format, "format");
        SdpText.requireOneLine(text, "format parameters");
    }

    /** Returns the parameters of a payload type, in their order. An empty value writes the key alone. */
    public static FmtpAttribute of(int payloadType, Map<String, String> parameters) {
        String text = parameters.entrySet().stream()
                .map(entry -> entry.getValue().isEmpty() ? entry.getKey() : entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
        return new FmtpAttribute(Integer.toString(payloadType), text);
    }

    /** Reads the value; null where there is no format. */
    public static @Nullable FmtpAttribute parse(String value) {
        int space = value.indexOf(' ');
        String format = space < 0 ? value : value.substring(0, space);
        boolean good = SdpText.isWord(format) && SdpText.isOneLine(value);
        return good ? new FmtpAttribute(format, space < 0 ? "" : value.substring(space + 1)) : null;
    }

    /** Returns the format as a payload type, or -1. */
    public int payloadType() {
        return SdpText.number(format, 127);
    }

    /**
     * Returns the parameters in their order, the first of each key. A piece without an equals sign is a key with an
     * empty value.
     */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String piece : SdpText.split(text, ';')) {
            int equals = piece.indexOf('=');
            String key = (equals < 0 ? piece : piece.substring(0, equals)).strip();
            if (!key.isEmpty()) {
                parameters.putIfAbsent(
                        key, equals < 0 ? "" : piece.substring(equals + 1).strip());
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    /** Returns the value of a key, found without regard to case, or null if it is absent. */
    public @Nullable String parameter(String key) {
        for (Map.Entry<String, String> entry : parameters().entrySet()) {
            if (entry.getKey().equalsIgnoreCase(key)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Returns the value. */
    public String write() {
        return text.isEmpty() ? format : format + " " + text;
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
