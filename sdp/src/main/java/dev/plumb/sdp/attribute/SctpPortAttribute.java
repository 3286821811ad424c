package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * The SCTP port within DTLS.
 *
 * <pre>
 * a=sctp-port:&lt;port&gt;
 * </pre>
 *
 * @param port 0..65535; 0 refuses
 * @spec https://www.rfc-editor.org/rfc/rfc8841#section-5 RFC 8841 5
 */
public record SctpPortAttribute(int port) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<SctpPortAttribute> TYPE =
            new SdpAttributeType<>("sctp-port", SctpPortAttribute::parse);

    /** Checks the value. */
    public SctpPortAttribute {
        SdpText.requireRange(port, 0, 65535, "SCTP port");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable SctpPortAttribute parse(String value) {
        int port = SdpText.number(value.strip(), 65535);
        return port < 0 ? null : new SctpPortAttribute(port);
    }

    /** Returns the value. */
    public String write() {
        return Integer.toString(port);
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
