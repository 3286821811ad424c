package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream's restrictions, under the id that its packets bear.
 *
 * <pre>
 * a=rid:&lt;rid-id&gt; &lt;send | recv&gt; [pt=&lt;pt&gt;,...;&lt;restriction&gt;=&lt;value&gt;;...]
 * </pre>
 *
 * @param id letters, digits, {@code -} and {@code _}
 * @param direction {@code send} or {@code recv}
 * @param restrictions the restrictions as written; empty where there are none
 * @spec https://www.rfc-editor.org/rfc/rfc8851#section-10 RFC 8851 10
 */
public record RidAttribute(String id, String direction, String restrictions) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<RidAttribute> TYPE = new SdpAttributeType<>("rid", RidAttribute::parse);

    /** Checks the id and direction. */
    public RidAttribute {
        SdpText.require(isId(id), "a rid must be letters, digits, - and _", id);
        SdpText.require(isDirection(direction), "a rid's direction must be send or recv", direction);
        SdpText.requireOneLine(restrictions, "rid restrictions");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable RidAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 2 || !isId(fields.get(0)) || !isDirection(fields.get(1))) {
            return null;
        }
        return new RidAttribute(
                fields.get(0),
                fields.get(1).toLowerCase(Locale.ROOT),
                String.join(" ", fields.subList(2, fields.size())));
    }

    /** Returns whether the text can be a rid. */
    static boolean isId(String id) {
        return !id.isEmpty()
                && id.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
    }

    static boolean isDirection(String direction) {
        return direction.equalsIgnoreCase("send") || direction.equalsIgnoreCase("recv");
    }

    /** Returns the value of a restriction, such as {@code max-width}, or null if it is absent. */
    public @Nullable String restriction(String key) {
        for (String piece : SdpText.split(restrictions, ';')) {
            int equals = piece.indexOf('=');
            if (equals >= 0 && piece.substring(0, equals).strip().equalsIgnoreCase(key)) {
                return piece.substring(equals + 1).strip();
            }
        }
        return null;
    }

    /** Returns the payload types that it is restricted to, or empty if it is not restricted. */
    public List<Integer> payloadTypes() {
        String list = restriction("pt");
        return list == null
                ? List.of()
                : SdpText.split(list, ',').stream()
                        .map(field -> SdpText.number(field, 127))
                        .filter(payloadType -> payloadType >= 0)
                        .toList();
    }

    /** Returns the value. */
    public String write() {
        return id + " " + direction + (restrictions.isEmpty() ? "" : " " + restrictions);
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
