package dev.plumb.examples.jsshim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A page, and two boxes through which the page and the script send each other messages, on loopback. */
final class Mailbox implements AutoCloseable {
    private static final int LONGEST_BYTES = 1 << 20;
    private static final int WAITING_AT_MOST = 1_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Mailbox(byte[] page, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, "text/html; charset=utf-8", page));
        box("/to-page");
        box("/to-script");
        server.start();
    }

    /** Serves a box: POST puts a message in, GET waits for one and takes it. */
    private void box(String path) {
        BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>(WAITING_AT_MOST);
        server.createContext(path, exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                boolean taken = messages.offer(exchange.getRequestBody().readNBytes(LONGEST_BYTES));
                exchange.sendResponseHeaders(taken ? 204 : 503, -1);
                exchange.close();
                return;
            }
            try {
                answer(exchange, "application/json", messages.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.close();
            }
        });
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
