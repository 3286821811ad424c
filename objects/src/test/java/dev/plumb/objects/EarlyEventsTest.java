package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.ToneSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes before a listener was added reaches it all the same, in its order. */
class EarlyEventsTest {
    private final SimAgents sim = new SimAgents(4);
    private final Plumb left = Plumb.on(sim.a);
    private final Plumb right = Plumb.on(sim.b);

    private void connect() {
        left.onLocalParameters(right::start);
        right.onLocalParameters(left::start);
        assertThat(sim.clock.runUntil(
                        () -> left.state() == PlumbState.CONNECTED && right.state() == PlumbState.CONNECTED,
                        Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void channelsMessagesAndTheirOpeningWaitForTheFirstListener() {
        connect();
        RTCDataChannel channel = left.channel("early");
        sim.clock.runFor(Duration.ofSeconds(1));
        channel.send("1");
        channel.send("2");
        sim.clock.runFor(Duration.ofSeconds(1));
        List<String> seen = new ArrayList<>();
        channel.onOpen(c -> seen.add("open here"));
        right.onDataChannel(c -> {
            c.onOpen(o -> seen.add("open there"));
            c.onMessage(m -> seen.add(((RTCDataChannel.Message.Text) m).text()));
        });
        sim.clock.runFor(Duration.ofMillis(10));
        channel.send("3");
        sim.clock.runFor(Duration.ofSeconds(1));
        assertThat(seen).containsExactlyInAnyOrder("open here", "open there", "1", "2", "3");
        assertThat(seen.indexOf("1")).isLessThan(seen.indexOf("2"));
        assertThat(seen.indexOf("2")).isLessThan(seen.indexOf("3"));
    }

    @Test
    void aLateListenerHearsOfTheOpeningOnce() {
        connect();
        List<RTCDataChannel> opened = new ArrayList<>();
        right.onDataChannel(c -> c.onOpen(opened::add));
        left.channel("x").onOpen(opened::add);
        sim.clock.runFor(Duration.ofSeconds(1));
        assertThat(opened).hasSize(2);
    }

    @Test
    void tracksWaitForTheFirstListener() {
        connect();
        left.send(sim.a.audioTrack("tone", new ToneSource(440, 0.5)));
        sim.clock.runFor(Duration.ofSeconds(1));
        List<MediaStreamTrack> tracks = new ArrayList<>();
        right.onTrack(tracks::add);
        sim.clock.runFor(Duration.ofMillis(10));
        assertThat(tracks).hasSize(1);
        assertThat(tracks.getFirst().kind()).isEqualTo(MediaKind.AUDIO);
    }

    @Test
    void messagesThatNobodyListensToAreBounded() {
        connect();
        RTCDataChannel channel = left.channel("deaf");
        sim.clock.runFor(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            channel.send(new byte[100_000]);
            sim.clock.runFor(Duration.ofMillis(200));
        }
        List<RTCDataChannel.Message> got = new ArrayList<>();
        right.onDataChannel(c -> c.onMessage(got::add));
        sim.clock.runFor(Duration.ofMillis(10));
        assertThat(got).hasSize((4 << 20) / 100_000);
        channel.send("goes on");
        sim.clock.runFor(Duration.ofSeconds(1));
        assertThat(got.getLast()).isEqualTo(new RTCDataChannel.Message.Text("goes on"));
    }

    @Test
    void listenersThatAreNullAreRefusedAtOnce() {
        connect();
        assertThatThrownBy(() -> left.onTrack(null)).isInstanceOf(RTCException.class);
        assertThatThrownBy(() -> left.channel("x").onMessage(null)).isInstanceOf(RTCException.class);
        assertThatThrownBy(() -> left.channel("x").onOpen(null)).isInstanceOf(RTCException.class);
    }

    @Test
    void whoWaitsForAPeerThatHasVanishedIsToldWhenIceFails() {
        connect();
        RTCDataChannel channel = left.channel("x");
        sim.clock.runFor(Duration.ofSeconds(1));
        List<RTCError> errors = new ArrayList<>();
        channel.onError(errors::add);
        long vanished = sim.clock.nowNanos();
        sim.network.filter(d -> false);
        assertThat(sim.clock.runUntil(() -> !errors.isEmpty(), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(left.iceTransport().state()).isEqualTo(RTCIceTransportState.FAILED);
        assertThat(sim.clock.nowNanos() - vanished).isLessThan(31_000_000_000L);
        assertThat(errors.getFirst().message()).contains("ICE");
    }
}
