package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An ICE candidate. What follows its type (raddr, rport, tcptype, generation, ufrag, network-cost, what may
 * come) is kept as name and value, in order.
 *
 * <pre>
 * a=candidate:&lt;foundation&gt; &lt;component-id&gt; &lt;transport&gt; &lt;priority&gt; &lt;address&gt; &lt;port&gt;
 *             typ &lt;type&gt; [raddr &lt;address&gt;] [rport &lt;port&gt;] *(&lt;name&gt; &lt;value&gt;)
 * </pre>
 *
 * @param foundation equal for candidates of one kind, base and server
 * @param component 1 for RTP, 2 for RTCP; 1..256
 * @param transport {@code udp} or {@code tcp}, as written
 * @param priority 0..2^32-1
 * @param address IPv4, IPv6, a name (mDNS's end in {@code .local})
 * @param port 0..65535
 * @param type {@code host}, {@code srflx}, {@code prflx}, {@code relay}
 * @param extensions all that follows the type
 * @spec https://www.rfc-editor.org/rfc/rfc8839#section-5.1 RFC 8839 5.1
 * @spec https://www.rfc-editor.org/rfc/rfc6544#section-4.5 RFC 6544 4.5
 */
public record CandidateAttribute(
        String foundation,
        int component,
        String transport,
        long priority,
        String address,
        int port,
        String type,
        List<Extension> extensions)
        implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<CandidateAttribute> TYPE =
            new SdpAttributeType<>("candidate", CandidateAttribute::parse);

    private static final long LARGEST_PRIORITY = 0xffff_ffffL;

    /**
     * A name and its value.
     *
     * @param name the name, such as {@code raddr}
     * @param text the value; empty only where a last name has none
     */
    public record Extension(String name, String text) {
        /** Checks that both are words. */
        public Extension {
            SdpText.requireWord(name, "extension's name");
            SdpText.require(text.isEmpty() || SdpText.isWord(text), "an extension's value must be one word", text);
        }
    }

    /** Checks the ranges. */
    public CandidateAttribute {
        SdpText.requireWord(foundation, "foundation");
        SdpText.requireRange(component, 1, 256, "component");
        SdpText.requireWord(transport, "transport");
        SdpText.requireRange(priority, 0, LARGEST_PRIORITY, "priority");
        SdpText.requireWord(address, "address");
        SdpText.requireRange(port, 0, 65535, "port");
        SdpText.requireWord(type, "type");
        extensions = List.copyOf(extensions);
    }

    /**
     * Reads the value, or what RTCIceCandidate carries ({@code candidate:...}, also with {@code a=} before it); null
     * where it is malformed.
     */
    public static @Nullable CandidateAttribute parse(String value) {
        List<String> fields = SdpText.fields(withoutPrefix(value));
        if (fields.size() < 8 || !fields.get(6).equalsIgnoreCase("typ")) {
            return null;
        }
        int component = SdpText.number(fields.get(1), 256);
        long priority = SdpText.number(fields.get(3), LARGEST_PRIORITY);
        int port = SdpText.number(fields.get(5), 65535);
        if (component < 1 || priority < 0 || port < 0) {
            return null;
        }
        return new CandidateAttribute(
                fields.get(0),
                component,
                fields.get(2),
                priority,
                fields.get(4),
                port,
                fields.get(7),
                extensions(fields.subList(8, fields.size())));
    }

    private static String withoutPrefix(String value) {
        String bare = value.startsWith("a=") ? value.substring(2) : value;
        return bare.startsWith("candidate:") ? bare.substring("candidate:".length()) : bare;
    }

    private static List<Extension> extensions(List<String> fields) {
        List<Extension> extensions = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            extensions.add(new Extension(fields.get(i), i + 1 < fields.size() ? fields.get(i + 1) : ""));
        }
        return extensions;
    }

    /** Returns the value of the extension with that name, ignoring case; null where there is none. */
    public @Nullable String extension(String name) {
        for (Extension extension : extensions) {
            if (extension.name().equalsIgnoreCase(name)) {
                return extension.text();
            }
        }
        return null;
    }

    /** Returns a copy with one more extension at the end. */
    public CandidateAttribute with(String name, String text) {
        List<Extension> more = new ArrayList<>(extensions);
        more.add(new Extension(name, text));
        return new CandidateAttribute(foundation, component, transport, priority, address, port, type, more);
    }

    /** Returns the base's or mapped address, or null if there is none. */
    public @Nullable String relatedAddress() {
        return extension("raddr");
    }

    /** Returns the base's or mapped port, or empty if there is none. */
    public OptionalInt relatedPort() {
        String text = extension("rport");
        int related = text == null ? -1 : SdpText.number(text, 65535);
        return related < 0 ? OptionalInt.empty() : OptionalInt.of(related);
    }

    /** Returns {@code active}, {@code passive} or {@code so} of a TCP candidate, or null if it is absent. */
    public @Nullable String tcpType() {
        return extension("tcptype");
    }

    /** Returns the user name fragment that the candidate belongs to, or null if it is absent. */
    public @Nullable String ufrag() {
        return extension("ufrag");
    }

    /** Returns whether it is UDP. */
    public boolean isUdp() {
        return transport.equalsIgnoreCase("udp");
    }

    /** Returns whether the address is a name that multicast DNS resolves. */
    public boolean isMdns() {
        return address.regionMatches(true, address.length() - 6, ".local", 0, 6);
    }

    /** Returns whether the address is IPv6. */
    public boolean isIpv6() {
        return address.indexOf(':') >= 0;
    }

    /** Returns the value. */
    public String write() {
        StringBuilder out = new StringBuilder()
                .append(foundation)
                .append(' ')
                .append(component)
                .append(' ')
                .append(transport)
                .append(' ')
                .append(priority)
                .append(' ')
                .append(address)
                .append(' ')
                .append(port)
                .append(" typ ")
                .append(type);
        for (Extension extension : extensions) {
            out.append(' ').append(extension.name());
            if (!extension.text().isEmpty()) {
                out.append(' ').append(extension.text());
            }
        }
        return out.toString();
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
