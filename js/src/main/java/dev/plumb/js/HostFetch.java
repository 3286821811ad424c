package dev.plumb.js;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/** What {@code fetch} gets from servers and files. Started on the loop; answers on it. */
final class HostFetch implements AutoCloseable {
    /** More than this of one answer is an error. */
    private static final long LONGEST_BODY_BYTES = 256L << 20;

    /** What the client sets by itself, or a page may not. */
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
    private final Optional<ReadableBelow> files;
    private @Nullable ExecutorService workers;
    private @Nullable HttpClient client;
    private @Nullable HttpClient notFollowing;
    private int running;

    /** What came. */
    private record Answer(int status, String statusText, List<String> headers, byte[] body, String url) {}

    HostFetch(ScriptCalls calls, Marshal marshal, ScriptOptions options) {
        this.calls = calls;
        this.marshal = marshal;
        this.options = options;
        this.files = options.readableRoot().map(ReadableBelow::new);
    }

    /**
     * Starts one.
     *
     * @param a url, method, headers by turns name and value, body or null, redirect mode, and the function that gets the answer
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
        CompletableFuture<Answer> started = begun(url, method, headers, body, redirect);
        running++;
        CompletableFuture<?> told = started.whenComplete((value, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            calls.later(() -> {
                running--;
                if (!(cause instanceof CancellationException)) {
                    tell(answer, value, cause);
                }
            });
        });
        return (ProxyExecutable) _ -> told.isDone() || started.cancel(true);
    }

    private CompletableFuture<Answer> begun(
            String url, String method, List<String> headers, byte @Nullable [] body, String redirect) {
        try {
            return get(URI.create(url), method, headers, body, redirect);
        } catch (IllegalArgumentException | SecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void tell(Value answer, @Nullable Answer came, @Nullable Throwable failure) {
        if (came == null) {
            String why =
                    failure == null || failure.getMessage() == null ? String.valueOf(failure) : failure.getMessage();
            calls.run(answer, why);
        } else {
            calls.run(
                    answer,
                    null,
                    came.status,
                    came.statusText,
                    marshal.toScript(came.headers),
                    marshal.buffer(came.body),
                    came.url);
        }
    }

    boolean isWaiting() {
        return running > 0;
    }

    private CompletableFuture<Answer> get(
            URI url, String method, List<String> headers, byte @Nullable [] body, String redirect) {
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
            return CompletableFuture.supplyAsync(() -> read(readable, file, url, scheme.equals("file")), workers());
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("no way to fetch " + url);
        }
        if (!options.allowNetwork()) {
            throw new SecurityException("the script may reach no servers: " + url);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.size(); i += 2) {
            if (!OWN_HEADERS.contains(headers.get(i))) {
                request.header(headers.get(i), headers.get(i + 1));
            }
        }
        boolean follows = redirect.equals("follow");
        return client(follows)
                .sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_BODY_BYTES))
                .thenApply(response -> answered(response, redirect));
    }

    private static Answer answered(HttpResponse<byte[]> response, String redirect) {
        if (redirect.equals("error") && response.statusCode() / 100 == 3) {
            throw new CompletionException(new IOException("the server redirects"));
        }
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

    private static Answer read(ReadableBelow readable, Path file, URI url, boolean failsWithoutFile) {
        try {
            Path allowed = readable.allowed(file);
            String type = URLConnection.guessContentTypeFromName(allowed.toString());
            List<String> headers = List.of("content-type", type == null ? "application/octet-stream" : type);
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

    private HttpClient client(boolean follows) {
        if (follows) {
            if (client == null) {
                client = newClient(HttpClient.Redirect.NORMAL);
            }
            return client;
        }
        if (notFollowing == null) {
            notFollowing = newClient(HttpClient.Redirect.NEVER);
        }
        return notFollowing;
    }

    private HttpClient newClient(HttpClient.Redirect redirects) {
        return HttpClient.newBuilder()
                .followRedirects(redirects)
                .executor(workers())
                .build();
    }

    private ExecutorService workers() {
        if (workers == null) {
            workers = Executors.newVirtualThreadPerTaskExecutor();
        }
        return workers;
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
        if (notFollowing != null) {
            notFollowing.shutdownNow();
        }
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
