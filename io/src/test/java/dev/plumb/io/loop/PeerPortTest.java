package dev.plumb.io.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports with one peer, over loopback. */
@Timeout(60)
class PeerPortTest {
    private final RtcLoop loop = new RtcLoop();
    private final InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private PeerPort port;
    private EngineDriver<String> driver;
    private Echo echo;

    /** Sends back what it is given, and reports it. */
    private record Echo(DatagramSink below, RtcLoop loop, ArrayDeque<String> events) implements Engine<String> {
        @Override
        public void receive(Packet borrowed, long nowNanos) {
            events.add(new String(borrowed.toByteArray(), StandardCharsets.UTF_8));
            below.send(loop.pool().copyOf(borrowed));
        }

        @Override
        public void timeout(long nowNanos) {}

        @Override
        public long deadlineNanos() {
            return NEVER;
        }

        @Override
        public @Nullable Packet pollPacket() {
            return null;
        }

        @Override
        public @Nullable String pollEvent() {
            return events.poll();
        }
    }

    private void open(Consumer<String> events) throws Exception {
        port = loop.call(() -> new PeerPort(loop, anyPort));
        echo = new Echo(port, loop, new ArrayDeque<>());
        driver = loop.call(() -> port.drive(echo, Packet::release, events));
    }

    @BeforeEach
    void opens() throws Exception {
        open(event -> {
            if (event.equals("authentic")) {
                port.keepPeer();
            }
        });
    }

    @AfterEach
    void closes() throws Exception {
        loop.call(() -> {
            port.close();
            return loop;
        });
        assertThat(loop.call(() -> loop.pool().outstanding())).isZero();
        loop.close();
    }

    private void say(DatagramSocket from, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, port.localAddress()));
    }

    private static String heard(DatagramSocket at) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static DatagramSocket socket() throws Exception {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @Test
    void answersWhoeverSentLastUntilThePeerIsKept() throws Exception {
        try (DatagramSocket peer = socket();
                DatagramSocket other = socket()) {
            say(other, "noise");
            assertThat(heard(other)).isEqualTo("noise");
            say(peer, "authentic");
            assertThat(heard(peer)).isEqualTo("authentic");
            say(other, "more noise");
            say(peer, "again");
            assertThat(heard(peer)).isEqualTo("again");
            assertThat(loop.call(port::dropped)).isEqualTo(1);
        }
    }

    @Test
    void sendsToThePeerItIsTold() throws Exception {
        try (DatagramSocket peer = socket();
                DatagramSocket other = socket()) {
            loop.call(() -> {
                port.peer(new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort()));
                driver.call(() -> port.send(loop.pool().copyOf("first".getBytes(StandardCharsets.UTF_8))));
                return loop;
            });
            assertThat(heard(peer)).isEqualTo("first");
            say(other, "noise");
            say(peer, "second");
            assertThat(heard(peer)).isEqualTo("second");
            assertThat(loop.call(port::dropped)).isEqualTo(1);
        }
    }

    @Test
    void dropsAndReleasesWhatHasNoPeer() throws Exception {
        assertThat(loop.call(() -> {
                    port.keepPeer();
                    port.send(loop.pool().copyOf(new byte[] {1}));
                    return port.dropped();
                }))
                .isEqualTo(1);
        try (DatagramSocket peer = socket()) {
            say(peer, "hello");
            assertThat(heard(peer)).isEqualTo("hello");
        }
    }

    @Test
    void takesOneEngineOnly() {
        assertThatThrownBy(() -> port.drive(echo, Packet::release, e -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("open another port");
    }
}
