package dev.plumb.server.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The names that a server answers to and the origins whose pages may call it. An attacker can make a browser resolve
 * any name to this machine's address (DNS rebinding). The server's own names are therefore only those that nobody else
 * controls: {@code localhost}, the address that a request arrived at, the address it listens on, and the names it is
 * configured with. Scheme, host and port must all be the same.
 */
final class OwnOrigins {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final String scheme;
    private final String listensOn;
    private final List<Origin> told;

    /**
     * Creates the set of origins of a server.
     *
     * @param told further origins, such as {@code https://call.example.org}
     */
    OwnOrigins(boolean tls, String listensOn, List<URI> told) {
        this.scheme = tls ? "https" : "http";
        this.listensOn = bare(listensOn.toLowerCase(Locale.ROOT));
        this.told = told.stream()
                .map(uri -> new Origin(
                        uri.getScheme(),
                        bare(uri.getHost().toLowerCase(Locale.ROOT)),
                        portOf(uri.getScheme(), uri.getPort())))
                .toList();
    }

    private record Origin(String scheme, String host, int port) {}

    /** Returns whether a request with this Host header, received at this address and port, is for this server. */
    boolean isOwnHost(String hostHeader, String localAddress, int localPort) {
        String authority = hostHeader.toLowerCase(Locale.ROOT);
        return isOwn(scheme, authority, localAddress, localPort)
                || told.stream().anyMatch(o -> o.equals(parse(o.scheme, authority)));
    }

    /** Returns whether a page may call. The origin is the value of the header as browsers write it. */
    boolean mayCall(String origin, String localAddress, int localPort) {
        int at = origin.indexOf("://");
        if (at < 0) {
            return false; // such as "null"
        }
        String ofPage = origin.substring(0, at);
        String authority = origin.substring(at + 3);
        return isOwn(ofPage, authority, localAddress, localPort) || told.contains(parse(ofPage, authority));
    }

    private boolean isOwn(String ofPage, String authority, String localAddress, int localPort) {
        Origin asked = parse(ofPage, authority);
        return asked.scheme.equals(scheme)
                && asked.port == localPort
                && (asked.host.equals("localhost")
                        || asked.host.equals(bare(localAddress))
                        || asked.host.equals(listensOn));
    }

    private static Origin parse(String scheme, String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && authority.indexOf(']', colon) < 0 && colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        return new Origin(scheme, bare(host), hasPort ? port(authority.substring(colon + 1)) : portOf(scheme, -1));
    }

    private static int port(String digits) {
        boolean isPort =
                digits.length() <= 5 && !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isPort ? Integer.parseInt(digits) : -1;
    }

    private static int portOf(String scheme, int port) {
        return port >= 0 ? port : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** Returns a host without the brackets and the zone of an IPv6 address. */
    private static String bare(String host) {
        String inner = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        int zone = inner.indexOf('%');
        return zone < 0 ? inner : inner.substring(0, zone);
    }
}
