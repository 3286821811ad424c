package dev.plumb.net.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.ManualLoop;
import dev.plumb.base.net.UdpPort;
import dev.plumb.io.loop.RtcLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The poller under real loops, and when there is none. */
class EpollPollerTest {
    @BeforeEach
    void onLinux() {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: batched UDP needs Linux");
    }

    @Test
    void aLoopFindsItByItself() throws Exception {
        try (RtcLoop loop = new RtcLoop("plumb-loop-test")) {
            assertThat(openedOn(loop)).isInstanceOf(BatchedUdpPort.class);
        }
    }

    @Test
    void switchedOffTheChannelsOfTheJdkDoIt() throws Exception {
        System.setProperty(Features.PROPERTY, "off");
        try (RtcLoop loop = new RtcLoop("plumb-loop-test")) {
            assertThat(openedOn(loop)).isNotInstanceOf(BatchedUdpPort.class);
            assertThat(new LinuxPollerProvider().open(new ManualLoop(0, 0))).isEqualTo(Optional.empty());
        } finally {
            System.clearProperty(Features.PROPERTY);
        }
    }

    @Test
    void withoutNativeAccessTheChannelsOfTheJdkDoItAndTheJvmWarnsOfNothing() throws Exception {
        assertThat(portOfAJvmWith("--illegal-native-access=warn"))
                .contains("ChannelUdpPort")
                .doesNotContain("WARNING");
        assertThat(portOfAJvmWith("--enable-native-access=ALL-UNNAMED")).contains("BatchedUdpPort");
    }

    private static String portOfAJvmWith(String option) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        WhichPort.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jvm.waitFor()).as(output).isZero();
        return output;
    }

    private static UdpPort openedOn(RtcLoop loop) throws Exception {
        CompletableFuture<UdpPort> opened = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                opened.complete(loop.openUdp(new InetSocketAddress(Ports.FOUR, 0), packet -> {}));
            } catch (Exception e) {
                opened.completeExceptionally(e);
            }
        });
        return opened.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aTaskFromOutsideWakesALoopThatWaitsWithoutEnd() throws Exception {
        try (RtcLoop loop = new RtcLoop("plumb-loop-test")) {
            for (int i = 0; i < 1000; i++) {
                CompletableFuture<Boolean> ran = new CompletableFuture<>();
                loop.execute(() -> ran.complete(true));
                assertThat(ran.get(5, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void aWakeUpBeforeTheWaitIsNotLost() throws Exception {
        EpollPoller poller = new EpollPoller(new ManualLoop(0, 0), Features.ALL);
        for (int i = 0; i < 3; i++) {
            poller.wakeUp();
            poller.await(Engine.NEVER);
        }
        poller.close();
        poller.close();
        poller.wakeUp();
    }

    @Test
    void datagramsLeaveWhereAnExecutorRunsTheTurns() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor();
                RtcLoop loop = RtcLoop.on(executor)) {
            CompletableFuture<Integer> received = new CompletableFuture<>();
            CompletableFuture<UdpPort> opened = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    InetSocketAddress any = new InetSocketAddress(Ports.FOUR, 0);
                    UdpPort to = loop.openUdp(any, packet -> received.complete(packet.u8(0)));
                    opened.complete(to);
                } catch (Exception e) {
                    received.completeExceptionally(e);
                }
            });
            UdpPort to = opened.get(5, TimeUnit.SECONDS);
            // not a turn of the loop's: the embedder's own task
            executor.execute(() -> loop.inside(() -> {
                to.send(loop.pool()
                        .copyOf(new byte[] {77})
                        .path(new dev.plumb.base.bytes.Path(
                                to.id(), dev.plumb.base.bytes.Path.Protocol.UDP, to.localAddress())));
                return true;
            }));
            assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(77);
        }
    }
}
