package dev.plumb.objects;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a STUN or TURN URL.
 *
 * @param scheme stun, stuns, turn or turns
 * @param host name or address, without brackets
 * @param port the port; 3478 or 5349 where the URL has none
 * @spec https://www.rfc-editor.org/rfc/rfc7064#section-3.1 RFC 7064 3.1, URI Scheme Syntax
 */
record ServerUrl(String scheme, String host, int port) {
    private static final Pattern SYNTAX = Pattern.compile(
            "(stuns?|turns?):(?:\\[([0-9a-f:.]+)]|([a-z0-9._~-]+))(?::([0-9]{1,5}))?(\\?transport=(?:udp|tcp))?");

    static ServerUrl parse(String url) {
        Matcher m = SYNTAX.matcher(url.toLowerCase(Locale.ROOT));
        if (!m.matches() || (m.group(5) != null && m.group(1).startsWith("stun"))) {
            throw new RTCException(RTCException.Name.SYNTAX, "not a STUN or TURN URL: " + url);
        }
        String scheme = m.group(1);
        String host = m.group(2) != null ? m.group(2) : m.group(3);
        int port = m.group(4) != null ? Integer.parseInt(m.group(4)) : scheme.endsWith("s") ? 5349 : 3478;
        if (port == 0 || port > 65_535) {
            throw new RTCException(RTCException.Name.SYNTAX, "no such port in " + url);
        }
        return new ServerUrl(scheme, host, port);
    }
}
