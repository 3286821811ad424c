package dev.plumb.server.web;

import dev.plumb.objects.Agent;
import dev.plumb.server.signalling.Calls;
import dev.plumb.signal.jsep.RTCConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * A web page with which a person calls an agent, hears and sees itself come back, and watches figures. Signalling uses
 * a WebSocket at {@code /call}. Safe on any thread.
 */
public final class WebServer implements AutoCloseable {
    private static final int MOST_THREADS = 32;
    private static final long LONGEST_MESSAGE_BYTES = 128 * 1024;
    private static final int MOST_UNSENT_MESSAGES = 512;
    private static final int MOST_OTHER_CONNECTIONS = 128;
    private static final int MOST_SILENT_OF_ADDRESS = 16;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final WebServerOptions options;
    private final Agent agent;
    private final boolean ownsAgent;
    private final Calls calls;
    private final OwnOrigins origins;
    private final Server server;
    private final ServerConnector connector;

    private WebServer(WebServerOptions options, Agent agent, boolean ownsAgent) {
        this.options = options;
        this.agent = agent;
        this.ownsAgent = ownsAgent;
        // page and agent may be on one machine that has no other network
        this.calls = new Calls(
                agent, RTCConfiguration.DEFAULT.withIncludeLoopback(true), options.mostCalls(), MOST_SILENT_OF_ADDRESS);
        this.origins = new OwnOrigins(options.tls(), options.host(), options.origins());
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("plumb-web");
        this.server = new Server(threads);
        this.connector = connector();
        server.addConnector(connector);
        int mostConnections = options.mostCalls() + MOST_OTHER_CONNECTIONS;
        server.addBean(new NetworkConnectionLimit(mostConnections, connector));
        connector.addBean(new AddressLimit(mostConnections / 2));
        WebSocketUpgradeHandler webSockets = WebSocketUpgradeHandler.from(server, this::configure);
        webSockets.setHandler(new PageHandler());
        server.setHandler(new OwnHost(webSockets));
    }

    /**
     * Starts a server with an agent of its own.
     *
     * @throws IOException where it cannot listen there, saying why
     */
    public static WebServer start(WebServerOptions options) throws IOException {
        return start(options, agent(), true);
    }

    /** Creates an agent that accepts pictures of up to 1080p from callers, of which at most 64 MiB wait. */
    private static Agent agent() {
        Agent agent = Agent.create();
        agent.pictureLimits(1_920L * 1_088, 64L << 20);
        return agent;
    }

    /**
     * Starts a server with an agent that the caller owns.
     *
     * @throws IOException where it cannot listen there, saying why
     */
    public static WebServer start(WebServerOptions options, Agent agent) throws IOException {
        return start(options, agent, false);
    }

    private static WebServer start(WebServerOptions options, Agent agent, boolean ownsAgent) throws IOException {
        WebServer made = new WebServer(options, agent, ownsAgent);
        try {
            made.server.start();
            return made;
        } catch (Exception e) {
            made.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot listen on " + options.host() + " port " + options.port() + ": " + cause.getMessage(), e);
        }
    }

    private ServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector made;
        if (options.tls()) {
            // the certificate bears no host's name
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStore(SelfSignedKey.store());
            tls.setKeyStorePassword(SelfSignedKey.PASSWORD);
            made = new ServerConnector(
                    server, 1, 1, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        } else {
            made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        }
        made.setHost(options.host());
        made.setPort(options.port());
        made.setIdleTimeout(IDLE_CONNECTION.toMillis());
        return made;
    }

    private void configure(ServerWebSocketContainer container) {
        container.setMaxTextMessageSize(LONGEST_MESSAGE_BYTES);
        container.setMaxBinaryMessageSize(LONGEST_MESSAGE_BYTES);
        container.setMaxFrameSize(LONGEST_MESSAGE_BYTES);
        container.setMaxOutgoingFrames(MOST_UNSENT_MESSAGES);
        container.setIdleTimeout(IDLE);
        container.addMapping("/call", this::accept);
    }

    private @Nullable Object accept(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (isForeign(request)) {
            Response.writeError(
                    request, response, callback, HttpStatus.FORBIDDEN_403, "only this server's own page may call");
            return null;
        }
        return calls.socket();
    }

    /** Returns whether a page of another origin wants the WebSocket, which browsers do not prevent. */
    private boolean isForeign(Request request) {
        List<String> named = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        return !named.stream().allMatch(o -> origins.mayCall(o, localAddress(request), localPort(request)));
    }

    /** A handler that refuses requests for names that are not this server's. */
    private final class OwnHost extends Handler.Wrapper {
        OwnHost(Handler next) {
            super(next);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String host = request.getHeaders().get(HttpHeader.HOST);
            if (host == null || !origins.isOwnHost(host, localAddress(request), localPort(request))) {
                Response.writeError(
                        request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421, "not a name of this server");
                return true;
            }
            return super.handle(request, response, callback);
        }
    }

    private static String localAddress(Request request) {
        return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress local
                ? local.getAddress().getHostAddress()
                : "";
    }

    private static int localPort(Request request) {
        return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress local
                ? local.getPort()
                : -1;
    }

    /** Returns the URI of the page. */
    public URI uri() {
        String host = switch (options.host()) {
            case "0.0.0.0", "::" -> "localhost";
            default -> options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        };
        return URI.create((options.tls() ? "https://" : "http://") + host + ":" + connector.getLocalPort() + "/");
    }

    /** Returns the number of the callers' data channels and tracks that are sent back at present. */
    int echoed() {
        return calls.echoed();
    }

    /** Returns the number of calls. */
    public int calls() {
        return calls.count();
    }

    /** Ends all calls, and stops listening. Closing twice does nothing. */
    @Override
    public void close() {
        calls.close();
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger("dev.plumb.server").log(System.Logger.Level.WARNING, "stopping the web server failed", e);
        }
        if (ownsAgent) {
            agent.close();
        }
    }
}
