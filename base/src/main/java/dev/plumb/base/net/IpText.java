package dev.plumb.base.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Formats IP addresses as text for session descriptions, statistics and messages. */
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * Returns the canonical text of an address. IPv4 is written in dotted decimals. IPv6 is written in lower case
     * without leading zeros, with its longest run of two or more zero groups as {@code ::}, or the first of several
     * runs of that length. The zone of a link-local address is left out.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5952#section-4 RFC 5952 4, A Recommendation for IPv6 Text Representation
     */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : ipv6(bytes);
    }

    /**
     * Returns an address and its port, with an IPv6 address in brackets.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5952#section-6 RFC 5952 6, Notes on Combining IPv6 Addresses with Port Numbers
     */
    public static String withPort(InetSocketAddress address) {
        String host = of(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String ipv6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
