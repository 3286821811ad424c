package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port and address of RTCP when it has a port of its own.
 *
 * <pre>
 * a=rtcp:&lt;port&gt; [&lt;nettype&gt; &lt;addrtype&gt; &lt;address&gt;]
 * </pre>
 *
 * @param port 0..65535
 * @param address all after the port, such as {@code IN IP4 0.0.0.0}; empty where there is nothing
 * @spec https://www.rfc-editor.org/rfc/rfc3605#section-2.1 RFC 3605 2.1
 */
public record RtcpAttribute(int port, String address) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<RtcpAttribute> TYPE = new SdpAttributeType<>("rtcp", RtcpAttribute::parse);

    /** Checks the port. */
    public RtcpAttribute {
        SdpText.requireRange(port, 0, 65535, "port");
        SdpText.requireOneLine(address, "address");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable RtcpAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        int port = fields.isEmpty() ? -1 : SdpText.number(fields.getFirst(), 65535);
        return port < 0 ? null : new RtcpAttribute(port, String.join(" ", fields.subList(1, fields.size())));
    }

    /** Returns the value. */
    public String write() {
        return port + (address.isEmpty() ? "" : " " + address);
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
