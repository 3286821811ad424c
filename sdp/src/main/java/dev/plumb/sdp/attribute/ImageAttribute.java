package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The picture sizes that the writer of a section can receive. The sizes that it sends are kept as text but not parsed.
 *
 * <pre>
 * a=imageattr:&lt;payload type | *&gt; recv [x=&lt;width&gt;,y=&lt;height&gt;,...] ... send ...
 * width = &lt;pixels&gt; | [&lt;min&gt;:&lt;max&gt;] | [&lt;min&gt;:&lt;step&gt;:&lt;max&gt;]
 *       | [&lt;pixels&gt;,&lt;pixels&gt;,...]
 * </pre>
 *
 * @param payloadType the payload type, 0 to 127; -1 for all
 * @param text the text after the payload type, as written
 * @param maxWidth the largest width among the sizes to receive; empty where none is given
 * @param maxHeight the largest height among the sizes to receive; empty where none is given
 * @spec https://www.rfc-editor.org/rfc/rfc6236#section-3.1 RFC 6236 3.1, Attribute Syntax
 */
public record ImageAttribute(int payloadType, String text, OptionalInt maxWidth, OptionalInt maxHeight)
        implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<ImageAttribute> TYPE =
            new SdpAttributeType<>("imageattr", ImageAttribute::parse);

    private static final int LARGEST_SIDE = 999_999;

    /** Checks the range of the payload type, and that the text is one line. */
    public ImageAttribute {
        SdpText.requireRange(payloadType, -1, 127, "payload type");
        SdpText.requireOneLine(text, "image attributes");
    }

    /** Parses the value; null where it is malformed. */
    public static @Nullable ImageAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        int payloadType = fields.isEmpty() ? -1 : SdpText.number(fields.getFirst(), 127);
        if (fields.size() < 3 || (payloadType < 0 && !fields.getFirst().equals("*"))) {
            return null;
        }
        int maxWidth = 0;
        int maxHeight = 0;
        boolean received = false;
        for (String field : fields.subList(1, fields.size())) {
            if (RidAttribute.isDirection(field)) {
                received = field.equalsIgnoreCase("recv");
            } else if (received) {
                maxWidth = Math.max(maxWidth, largest(field, "x="));
                maxHeight = Math.max(maxHeight, largest(field, "y="));
            }
        }
        return new ImageAttribute(
                payloadType,
                String.join(" ", fields.subList(1, fields.size())),
                positive(maxWidth),
                positive(maxHeight));
    }

    private static OptionalInt positive(int value) {
        return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
    }

    /**
     * Returns the largest number of a size, whether it is a single number, a range or a list; 0 where there is none.
     */
    private static int largest(String set, String key) {
        int start = set.indexOf(key);
        if (start < 0) {
            return 0;
        }
        int at = start + key.length();
        boolean many = at < set.length() && set.charAt(at) == '[';
        int most = 0;
        int number = 0;
        for (int i = many ? at + 1 : at; i <= set.length(); i++) {
            char c = i == set.length() ? ']' : set.charAt(i);
            if (c >= '0' && c <= '9') {
                number = Math.min(LARGEST_SIDE, number * 10 + (c - '0'));
                continue;
            }
            most = Math.max(most, number);
            number = 0;
            if (c == ']' || (!many && c == ',')) {
                return most;
            }
        }
        return most;
    }

    /** Returns the value as text. */
    public String write() {
        return (payloadType < 0 ? "*" : Integer.toString(payloadType)) + " " + text;
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
