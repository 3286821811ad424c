package dev.plumb.sdp;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address that media is sent to, before ICE.
 *
 * <pre>
 * c=&lt;nettype&gt; &lt;addrtype&gt; &lt;connection-address&gt;
 * </pre>
 *
 * @param networkType {@code IN}
 * @param addressType {@code IP4} or {@code IP6}
 * @param address the address; a multicast one may have {@code /ttl}
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.7 RFC 8866 5.7
 */
public record Connection(String networkType, String addressType, String address) {
    /** The address that stands until ICE finds one: {@code IN IP4 0.0.0.0}. */
    public static final Connection UNSPECIFIED = new Connection("IN", "IP4", "0.0.0.0");

    /** Checks that all are words. */
    public Connection {
        SdpText.requireWord(networkType, "network type");
        SdpText.requireWord(addressType, "address type");
        SdpText.requireWord(address, "address");
    }

    /** Returns the connection of an IP address, IPv6 if it has a colon. */
    public static Connection of(String address) {
        return new Connection("IN", address.indexOf(':') < 0 ? "IP4" : "IP6", address);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable Connection parse(String value) {
        List<String> fields = SdpText.fields(value);
        return fields.size() < 3 ? null : new Connection(fields.get(0), fields.get(1), fields.get(2));
    }

    /** Returns the value. */
    public String write() {
        return networkType + " " + addressType + " " + address;
    }

    @Override
    public String toString() {
        return "c=" + write();
    }
}
