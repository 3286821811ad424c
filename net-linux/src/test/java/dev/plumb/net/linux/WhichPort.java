package dev.plumb.net.linux;

import dev.plumb.io.loop.RtcLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Says which port a loop opens: run in a JVM with other options. */
final class WhichPort {
    private WhichPort() {}

    public static void main(String[] args) {
        try (RtcLoop loop = new RtcLoop()) {
            CompletableFuture<String> name = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    InetSocketAddress any = new InetSocketAddress(Ports.FOUR, 0);
                    name.complete(loop.openUdp(any, packet -> {}).getClass().getSimpleName());
                } catch (Exception e) {
                    name.completeExceptionally(e);
                }
            });
            System.out.println(name.join());
        }
    }
}
