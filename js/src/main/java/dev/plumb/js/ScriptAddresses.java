package dev.plumb.js;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Predicate;

/** The addresses that scripts may reach by {@code fetch} and {@code WebSocket}. */
public final class ScriptAddresses {
    /** Accepts every address. */
    public static final Predicate<InetAddress> ANY = address -> true;

    /**
     * Accepts the addresses of the public internet. It refuses addresses of this machine and of private and local
     * networks, shared, reserved and multicast addresses, and IPv6 addresses that embed such an IPv4 address.
     *
     * @spec https://www.iana.org/assignments/iana-ipv4-special-registry IANA IPv4 special-purpose addresses
     */
    public static final Predicate<InetAddress> PUBLIC = ScriptAddresses::isPublic;

    private ScriptAddresses() {}

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] a) {
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        int third = a[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> (second & 0xc0) != 64; // carrier-grade NAT, RFC 6598
            case 169 -> second != 254;
            case 172 -> (second & 0xf0) != 16;
            case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2)) && !(second == 88 && third == 99);
            case 198 -> (second & 0xfe) != 18 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    private static boolean isPublic6(byte[] a) {
        boolean isGlobal = (a[0] & 0xe0) == 0x20;
        if (startsWith(a, 0x20, 0x02)) {
            return isPublic(Arrays.copyOfRange(a, 2, 6)); // 6to4, RFC 3056
        }
        if (startsWith(a, 0x00, 0x64, 0xff, 0x9b)) {
            return isPublicV4(Arrays.copyOfRange(a, 12, 16)); // NAT64, RFC 6052 and 8215
        }
        // 2001::/32 is Teredo, which embeds an IPv4 address; the other two are for documentation
        return isGlobal
                && !startsWith(a, 0x20, 0x01, 0x00, 0x00)
                && !startsWith(a, 0x20, 0x01, 0x0d, 0xb8)
                && !startsWith(a, 0x3f, 0xff);
    }

    private static boolean isPublicV4(byte[] a) {
        try {
            return isPublic(InetAddress.getByAddress(a));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] a, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((a[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks up a host and checks all its addresses.
     *
     * @throws SecurityException where one of the addresses may not be reached
     * @throws UnknownHostException where the host has no address
     */
    static void require(String host, Predicate<InetAddress> reachable) throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (!reachable.test(address)) {
                throw new SecurityException(
                        "the script may not reach " + host + ", which is " + address.getHostAddress());
            }
        }
    }
}
