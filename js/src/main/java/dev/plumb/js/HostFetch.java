package dev.plumb.js;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** The requests of {@code fetch} to servers and files. They are started on the loop and answered on it. */
final class HostFetch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.plumb.js");

    private static final int MOST_REDIRECTS = 20;
    private static final int FOUND = 302;
    private static final int SEE_OTHER = 303;
    private static final Set<Integer> REDIRECTS = Set.of(301, FOUND, SEE_OTHER, 307, 308);

    /** The headers that are dropped when a redirect leads to another origin. */
    private static final Set<String> PRIVATE_HEADERS = Set.of("authorization", "cookie", "proxy-authorization");

    /** The request headers that the client sets itself or that a page may not set. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "upgrade",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer");

    private final ScriptCalls calls;
    private final Marshal marshal;
    private final ScriptOptions options;
    private final AtomicLong heldBytes;
    private final Optional<ReadableBelow> files;
    private @Nullable ExecutorService workers;
    private @Nullable HttpClient client;
    private int running;

    /** A response as it arrived. */
    private record Answer(int status, String statusText, List<String> headers, byte[] body, String url) {}

    /**
     * Makes the fetches of a context.
     *
     * @param heldBytes counts the bytes of all answers that are under way
     */
    HostFetch(ScriptCalls calls, Marshal marshal, ScriptOptions options, AtomicLong heldBytes) {
        this.heldBytes = heldBytes;
        this.calls = calls;
        this.marshal = marshal;
        this.options = options;
        this.files = options.readableRoot().map(ReadableBelow::new);
    }

    /**
     * Starts one.
     *
     * @param a url, method, headers by turns name and value, body or null, redirect mode, and the function that gets
     *     the answer
     * @return a function that ends it without an answer
     */
    Object start(Value... a) {
        String url = a[0].asString();
        String method = a[1].asString();
        List<String> headers = new ArrayList<>();
        for (long i = 0; i < a[2].getArraySize(); i++) {
            headers.add(a[2].getArrayElement(i).asString());
        }
        byte @Nullable [] body = a[3].isNull() ? null : Marshal.bytes(a[3]);
        String redirect = a[4].asString();
        Value answer = a[5];
        Exchange exchange = new Exchange(method, headers, body, redirect);
        CompletableFuture<Answer> started = begun(url, exchange);
        running++;
        CompletableFuture<?> told = started.whenComplete((value, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            calls.later(() -> {
                running--;
                try {
                    if (!(cause instanceof CancellationException)) {
                        tell(answer, value, cause, exchange);
                    }
                } finally {
                    exchange.end();
                }
            });
        });
        return (ProxyExecutable) _ -> {
            if (!told.isDone()) {
                started.cancel(true);
                exchange.cancel();
            }
            return true;
        };
    }

    private CompletableFuture<Answer> begun(String url, Exchange exchange) {
        try {
            return get(URI.create(url), exchange);
        } catch (IllegalArgumentException | SecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Passes the response to the script. The budget is given back before that, so that the script may fetch again at
     * once.
     */
    private void tell(Value answer, @Nullable Answer came, @Nullable Throwable failure, Exchange exchange) {
        if (came == null) {
            exchange.end();
            String why =
                    failure == null || failure.getMessage() == null ? String.valueOf(failure) : failure.getMessage();
            calls.run(answer, why);
        } else {
            Object headers;
            Object body;
            try {
                headers = marshal.toScript(came.headers);
                body = marshal.buffer(came.body);
            } catch (PolyglotException | OutOfMemoryError e) {
                exchange.end();
                LOG.log(Level.WARNING, "an answer of " + came.body.length + " bytes has no room", e);
                calls.run(answer, "the answer has no room: " + came.body.length + " bytes");
                return;
            }
            exchange.end();
            calls.run(answer, null, came.status, came.statusText, headers, body, came.url);
        }
    }

    boolean isWaiting() {
        return running > 0;
    }

    private CompletableFuture<Answer> get(URI url, Exchange exchange) {
        String scheme = String.valueOf(url.getScheme());
        boolean isOwnOrigin = options.location()
                .filter(l -> l.getAuthority() != null
                        && scheme.equals(l.getScheme())
                        && l.getAuthority().equals(url.getAuthority()))
                .isPresent();
        if (scheme.equals("file") || (isOwnOrigin && files.isPresent())) {
            ReadableBelow readable =
                    files.orElseThrow(() -> new SecurityException("the script may read no files: " + url));
            Path file = scheme.equals("file") ? Path.of(url) : readable.below(url.getPath());
            return CompletableFuture.supplyAsync(
                    () -> read(readable, file, url, scheme.equals("file"), exchange), workers());
        }
        requireServer(url);
        return exchange.send(url, 0);
    }

    private void requireServer(URI url) {
        String scheme = String.valueOf(url.getScheme());
        if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException("no way to fetch " + url);
        }
        if (!options.allowNetwork()) {
            throw new SecurityException("the script may reach no servers: " + url);
        }
    }

    /** One request and the redirects that follow it. */
    private final class Exchange {
        private final String redirect;
        private final List<String> headers;
        private String method;
        private byte @Nullable [] body;
        private long held;
        private boolean ended;
        private volatile @Nullable CompletableFuture<?> current;
        private volatile boolean cancelled;

        Exchange(String method, List<String> headers, byte @Nullable [] body, String redirect) {
            this.method = method;
            this.headers = new ArrayList<>(headers);
            this.body = body;
            this.redirect = redirect;
        }

        /**
         * Sends the request after checking the server's addresses. A redirect is followed in the same way, so its
         * server is checked too.
         */
        CompletableFuture<Answer> send(URI url, int redirects) {
            return CompletableFuture.supplyAsync(() -> request(url), workers())
                    .thenCompose(request -> {
                        CompletableFuture<HttpResponse<byte[]>> sent = client().sendAsync(request, info -> {
                            requireAddress(url);
                            return new Counted(this);
                        });
                        current = sent;
                        if (cancelled) {
                            sent.cancel(true);
                        }
                        return sent;
                    })
                    .thenCompose(response -> {
                        Optional<String> next = response.headers().firstValue("location");
                        if (!REDIRECTS.contains(response.statusCode()) || next.isEmpty() || redirect.equals("manual")) {
                            return CompletableFuture.completedFuture(answered(response));
                        }
                        if (redirect.equals("error")) {
                            return CompletableFuture.failedFuture(new IOException("the server redirects"));
                        }
                        if (redirects == MOST_REDIRECTS) {
                            return CompletableFuture.failedFuture(
                                    new IOException("more than " + redirects + " redirects"));
                        }
                        release();
                        return send(followed(url, response.statusCode(), next.get()), redirects + 1);
                    });
        }

        private URI followed(URI from, int status, String location) {
            URI next = from.resolve(location);
            requireServer(next);
            if (from.getScheme().equals("https") && !next.getScheme().equals("https")) {
                throw new SecurityException("a redirect from https to http: " + next);
            }
            boolean becomesGet =
                    status == SEE_OTHER ? !method.equals("HEAD") : status <= FOUND && method.equals("POST");
            if (becomesGet) {
                method = "GET";
                body = null;
                drop(name -> name.startsWith("content-"));
            }
            if (!String.valueOf(from.getAuthority()).equals(next.getAuthority())
                    || !from.getScheme().equals(next.getScheme())) {
                drop(PRIVATE_HEADERS::contains);
            }
            return next;
        }

        private void drop(Predicate<String> which) {
            for (int i = headers.size() - 2; i >= 0; i -= 2) {
                if (which.test(headers.get(i).toLowerCase(Locale.ROOT))) {
                    headers.remove(i + 1);
                    headers.remove(i);
                }
            }
        }

        private HttpRequest request(URI url) {
            requireAddress(url);
            byte[] content = body;
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .method(method, content == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content));
            for (int i = 0; i < headers.size(); i += 2) {
                if (!OWN_HEADERS.contains(headers.get(i))) {
                    request.header(headers.get(i), headers.get(i + 1));
                }
            }
            return request.build();
        }

        private void requireAddress(URI url) {
            try {
                ScriptAddresses.require(url.getHost(), options.reachable());
            } catch (UnknownHostException e) {
                throw new UncheckedIOException("there is no host " + url.getHost(), e);
            }
        }

        synchronized void hold(long bytes) throws IOException {
            if (ended) {
                throw new IOException("the request has ended"); // what arrives late would never be given back
            }
            long most = options.limits().fetchBytes();
            if (!Holdings.take(heldBytes, bytes, most)) {
                throw new IOException("the answers under way have more than " + most + " bytes");
            }
            held += bytes;
        }

        /** Gives back the budget of the bytes received so far. */
        synchronized void release() {
            heldBytes.addAndGet(-held);
            held = 0;
        }

        /** Gives back the whole budget, since the request uses no more. */
        synchronized void end() {
            ended = true;
            release();
        }

        void cancel() {
            cancelled = true;
            CompletableFuture<?> sent = current;
            if (sent != null) {
                sent.cancel(true);
            }
        }
    }

    /**
     * A subscriber that collects a body in an array. It fails where the responses under way would hold more bytes than
     * the limit allows.
     */
    private static final class Counted implements BodySubscriber<byte[]> {
        private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
        private final Exchange exchange;
        private Flow.@Nullable Subscription subscription;
        private boolean failed;

        Counted(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription one) {
            subscription = one;
            body.onSubscribe(one);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            if (failed) {
                return;
            }
            try {
                exchange.hold(part.stream().mapToLong(ByteBuffer::remaining).sum());
                body.onNext(part);
            } catch (IOException e) {
                failed = true;
                if (subscription != null) {
                    subscription.cancel();
                }
                body.onError(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.onError(failure);
        }

        @Override
        public void onComplete() {
            if (!failed) {
                body.onComplete();
            }
        }
    }

    private static Answer answered(HttpResponse<byte[]> response) {
        List<String> headers = new ArrayList<>();
        for (Map.Entry<String, List<String>> h : response.headers().map().entrySet()) {
            for (String value : h.getValue()) {
                if (!h.getKey().startsWith(":")) {
                    headers.add(h.getKey());
                    headers.add(value);
                }
            }
        }
        return new Answer(
                response.statusCode(),
                "",
                headers,
                response.body(),
                response.uri().toString());
    }

    private static Answer read(
            ReadableBelow readable, Path file, URI url, boolean failsWithoutFile, Exchange exchange) {
        try {
            Path allowed = readable.allowed(file);
            String type = URLConnection.guessContentTypeFromName(allowed.toString());
            List<String> headers = List.of("content-type", type == null ? "application/octet-stream" : type);
            exchange.hold(Files.size(allowed));
            return new Answer(200, "OK", headers, Files.readAllBytes(allowed), url.toString());
        } catch (NoSuchFileException e) {
            if (failsWithoutFile) {
                throw new CompletionException(new IOException("there is no file " + file, e));
            }
            return new Answer(404, "Not Found", List.of(), new byte[0], url.toString());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(workers())
                    .build();
        }
        return client;
    }

    private synchronized ExecutorService workers() {
        if (workers == null) {
            workers = Executors.newVirtualThreadPerTaskExecutor();
        }
        return workers;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
