package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * The largest message the agent will receive over SCTP.
 *
 * <pre>
 * a=max-message-size:&lt;bytes&gt;
 * </pre>
 *
 * @param bytes 0 or more; 0 means without limit
 * @spec https://www.rfc-editor.org/rfc/rfc8841#section-6 RFC 8841 6
 */
public record MaxMessageSizeAttribute(long bytes) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<MaxMessageSizeAttribute> TYPE =
            new SdpAttributeType<>("max-message-size", MaxMessageSizeAttribute::parse);

    /** Checks the value. */
    public MaxMessageSizeAttribute {
        SdpText.requireRange(bytes, 0, Long.MAX_VALUE, "max-message-size in bytes");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable MaxMessageSizeAttribute parse(String value) {
        // a peer may write an unsigned 64-bit limit, which no message reaches
        long bytes = SdpText.atMost(value.strip(), Long.MAX_VALUE);
        return bytes < 0 ? null : new MaxMessageSizeAttribute(bytes);
    }

    /** Returns the value. */
    public String write() {
        return Long.toString(bytes);
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
