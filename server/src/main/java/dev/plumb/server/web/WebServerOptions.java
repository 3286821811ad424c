package dev.plumb.server.web;

import java.net.URI;
import java.util.List;

/**
 * The options of a server.
 *
 * @param host the address to listen on, such as {@code 127.0.0.1}
 * @param port the port to listen on, 0 for any
 * @param tls whether to use HTTPS, with a self-signed certificate
 * @param mostCalls the most calls at a time
 * @param origins further origins under which the server is reached, beside its own address and {@code localhost}, such
 *     as {@code https://call.example.org}
 */
public record WebServerOptions(String host, int port, boolean tls, int mostCalls, List<URI> origins) {
    /** The options of a server for this machine alone, on any port. */
    public static final WebServerOptions DEFAULT = new WebServerOptions("127.0.0.1", 0, false, 50, List.of());

    public WebServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
        }
        if (mostCalls < 1) {
            throw new IllegalArgumentException("mostCalls must be 1 or more, not " + mostCalls);
        }
        origins = List.copyOf(origins);
        for (URI origin : origins) {
            boolean isOrigin = origin.getHost() != null
                    && ("http".equals(origin.getScheme()) || "https".equals(origin.getScheme()))
                    && origin.getPath().isEmpty();
            if (!isOrigin) {
                throw new IllegalArgumentException(
                        "an origin is a scheme and a host, such as https://call.example.org, not " + origin);
            }
        }
    }

    /** Returns a copy with another address and port. */
    public WebServerOptions withAddress(String newHost, int newPort) {
        return new WebServerOptions(newHost, newPort, tls, mostCalls, origins);
    }

    /** Returns a copy that serves HTTPS or HTTP. */
    public WebServerOptions withTls(boolean newTls) {
        return new WebServerOptions(host, port, newTls, mostCalls, origins);
    }

    /** Returns a copy with another maximum number of calls. */
    public WebServerOptions withMostCalls(int newMost) {
        return new WebServerOptions(host, port, tls, newMost, origins);
    }

    /** Returns these options with further origins under which the server is reached. */
    public WebServerOptions withOrigins(List<URI> newOrigins) {
        return new WebServerOptions(host, port, tls, mostCalls, newOrigins);
    }
}
