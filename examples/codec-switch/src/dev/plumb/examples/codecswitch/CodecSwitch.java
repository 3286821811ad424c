package dev.plumb.examples.codecswitch;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Playout;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStatsReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The sending codec changes in the middle of a call by one call each, and the listener hears no gap. */
public final class CodecSwitch {
    private static final List<String> CODECS = List.of("PCMU", "opus", "PCMA", "opus", "PCMU");
    private static final Duration EACH = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private CodecSwitch() {}

    /**
     * The results of the example.
     *
     * @param codecs the codecs received, in order
     * @param largestGapMillis the largest gap between the end of one played frame and the begin of the next, over all
     *     switches
     * @param concealedSamples the samples that the receiver concealed since the first switch
     */
    public record Report(List<String> codecs, double largestGapMillis, long concealedSamples) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out, frame -> {});
        }
    }

    /** Runs the example. Every frame played is passed to {@code heard}. */
    public static Report run(Stage stage, PrintStream out, Consumer<AudioFrame> heard) {
        Pair pair = Pair.on(stage);
        AtomicReference<Playout> playout = new AtomicReference<>();
        pair.right().onTrack(track -> playout.set(Playout.of(track, heard)));
        RTCRtpSender sender = pair.left().send(pair.left().getAgent().audioTrack("tone", new ToneSource(440, 0.5)));
        if (!stage.until(() -> playout.get() != null && playout.get().frames() > 50, PATIENCE)) {
            throw new IllegalStateException("nothing was heard");
        }
        RTCRtpReceiver receiver = pair.right().receivers().getFirst();
        stage.pass(EACH);
        List<String> codecs = new ArrayList<>(List.of(codecOf(receiver.getStats())));
        long concealedBefore = concealed(receiver);
        double largest = 0;
        for (String name : CODECS) {
            playout.get().restart();
            sendWith(sender, name);
            stage.pass(EACH);
            String now = codecOf(receiver.getStats());
            codecs.add(now);
            double gap = playout.get().largestGapMillis();
            largest = Math.max(largest, gap);
            out.printf("now %s, largest gap between played frames %.2f ms%n", now, gap);
        }
        long concealed = concealed(receiver) - concealedBefore;
        out.println(concealed + " samples were made up by the receiver");
        return new Report(codecs, largest, concealed);
    }

    private static void sendWith(RTCRtpSender sender, String name) {
        RTCRtpParameters parameters = sender.getParameters().orElseThrow();
        RTCRtpCodecParameters codec = parameters.codecs().stream()
                .filter(c -> c.is(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the receiver does not take " + name));
        sender.send(parameters.withEncodings(
                List.of(RTCRtpEncodingParameters.DEFAULT.withCodecPayloadType(codec.payloadType()))));
    }

    private static String codecOf(RTCStatsReport report) {
        String id = report.first("inbound-rtp").orElseThrow().text("codecId");
        return report.ofType("codec").stream()
                .filter(c -> c.id().equals(id))
                .map(c -> c.text("mimeType").replace("audio/", ""))
                .findFirst()
                .orElse("");
    }

    private static long concealed(RTCRtpReceiver receiver) {
        return (long) receiver.getStats().first("inbound-rtp").orElseThrow().number("concealedSamples");
    }
}
