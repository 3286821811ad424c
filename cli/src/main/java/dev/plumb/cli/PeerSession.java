package dev.plumb.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.trace.PacketTrace;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDtlsOptions;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.objects.stats.RTCStatsReport;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCTrackEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The agent of {@code plumb peer}: sends a tone and a test pattern, echoes messages, reports what arrives. */
final class PeerSession implements AutoCloseable {
    private static final double TONE_HZ = 440;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int FRAMES_PER_SECOND = 30;
    private static final long REPORT_NANOS = 1_000_000_000L;
    private static final String ECHO = "echo ";

    private final JsonLines lines;
    private final boolean audio;
    private final boolean video;
    private final Agent agent = Agent.create();
    private final RTCPeerConnection connection;
    private final AtomicReference<Double> peak = new AtomicReference<>(0.0);
    private final AtomicLong frames = new AtomicLong();
    private volatile int width;
    private volatile int height;
    private final List<ObjectNode> held = new ArrayList<>();
    private boolean exchanged;
    private Loop.@Nullable Timer timer;

    PeerSession(JsonLines lines, boolean audio, boolean video, boolean loopback, RTCDtlsOptions dtls) {
        this.lines = lines;
        this.audio = audio;
        this.video = video;
        agent.dtlsOptions(dtls);
        this.connection = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT.withIncludeLoopback(loopback));
        connection.onConnectionStateChange(
                s -> emit(lines.object().put("event", "state").put("value", s.spec())));
        connection.onDataChannel(this::watch);
        connection.onTrack(this::watch);
    }

    /** Begins to write events once the descriptions are exchanged, and to report arriving media each second. */
    void exchanged() {
        agent.run(() -> {
            exchanged = true;
            held.forEach(lines::write);
            held.clear();
            scheduleReport(agent.loop().nowNanos() + REPORT_NANOS);
        });
    }

    /** Writes an event, which waits until the descriptions are exchanged. Called on the loop. */
    private void emit(ObjectNode event) {
        if (exchanged) {
            lines.write(event);
        } else {
            held.add(event);
        }
    }

    RTCPeerConnection connection() {
        return connection;
    }

    void trace(PacketTrace to) {
        agent.trace(to);
    }

    void sendMedia() {
        if (audio) {
            connection.addTrack(agent.audioTrack("tone", new ToneSource(TONE_HZ, 0.5)), "plumb");
        }
        if (video) {
            connection.addTrack(
                    agent.videoTrack("pattern", new TestPatternSource(WIDTH, HEIGHT, FRAMES_PER_SECOND)), "plumb");
        }
    }

    void openChannel() {
        agent.run(() -> {
            RTCDataChannel channel = connection.createDataChannel("from-peer");
            watch(channel);
            channel.onOpen(c -> c.send("hello from plumb"));
        });
    }

    private void watch(RTCDataChannel channel) {
        channel.onMessage(message -> {
            switch (message) {
                case RTCDataChannel.Message.Text(String text) -> {
                    emit(lines.object().put("event", "message").put("value", text));
                    if (!text.startsWith(ECHO)) {
                        channel.send(ECHO + text);
                    }
                }
                case RTCDataChannel.Message.Binary(byte[] bytes) -> {
                    ObjectNode event = lines.object().put("event", "message");
                    event.putObject("value").put("bytes", bytes.length);
                    emit(event);
                    channel.send(bytes);
                }
            }
        });
    }

    private void watch(RTCTrackEvent event) {
        MediaStreamTrack track = event.track();
        if (track.kind() == MediaKind.AUDIO) {
            track.onAudio(this::heard);
        } else {
            track.onVideo(this::seen);
        }
    }

    private void heard(AudioFrame frame) {
        peak.accumulateAndGet(frame.peak(), Math::max);
    }

    private void seen(VideoFrame frame) {
        frames.incrementAndGet();
        width = frame.width();
        height = frame.height();
    }

    private void scheduleReport(long atNanos) {
        timer = agent.loop().schedule(atNanos, () -> {
            connection.getStats().thenAccept(this::report).exceptionally(failure -> {
                System.getLogger("dev.plumb.cli").log(Level.DEBUG, "no statistics", failure);
                return null;
            });
            scheduleReport(atNanos + REPORT_NANOS);
        });
    }

    private void report(RTCStatsReport report) {
        ObjectNode event = lines.object().put("event", "media");
        ObjectNode a = event.putObject("audio");
        received(a, report, "audio");
        a.put("peak", peak.getAndSet(0.0));
        ObjectNode v = event.putObject("video");
        received(v, report, "video");
        v.put("frames", frames.get());
        v.putArray("size").add(width).add(height);
        emit(event);
    }

    private static void received(ObjectNode node, RTCStatsReport report, String kind) {
        long packets = 0;
        long bytes = 0;
        for (RTCStats s : report.ofType("inbound-rtp")) {
            if (s.text("kind").equals(kind)) {
                packets += (long) s.number("packetsReceived");
                bytes += (long) s.number("bytesReceived");
            }
        }
        node.put("packets", packets).put("bytes", bytes);
    }

    @Override
    public void close() {
        agent.run(() -> {
            if (timer != null) {
                timer.cancel();
            }
        });
        connection.close();
        agent.close();
    }
}
