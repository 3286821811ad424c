package dev.plumb.examples.hold;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpSender;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An example in which two agents talk. One puts the other on hold and resumes, by one call each and without signalling.
 */
public final class Hold {
    private static final Duration TALK = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double AUDIBLE = 0.1;

    private Hold() {}

    /**
     * The results of the example.
     *
     * @param packetsDuringHold the RTP packets that left after the call that holds; 0 where it works
     * @param resumedMillis the time from the call that resumes to the first sound heard
     */
    public record Report(long packetsDuringHold, double resumedMillis) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, PrintStream out) {
        Pair pair = Pair.on(stage);
        AtomicLong heardNanos = new AtomicLong();
        pair.right().onTrack(track -> track.onAudio(frame -> hear(stage, frame, heardNanos)));
        RTCRtpSender sender = pair.left().send(pair.left().getAgent().audioTrack("tone", new ToneSource(440, 0.5)));
        if (!stage.until(() -> heardNanos.get() != 0, PATIENCE)) {
            throw new IllegalStateException("nothing was heard");
        }
        stage.pass(TALK);
        out.println("talking: the other side hears the tone");

        hold(sender);
        long before = packetsSent(sender);
        stage.pass(TALK);
        long during = packetsSent(sender) - before;
        out.println("on hold: " + during + " packets left in " + TALK.toSeconds() + " s");

        double calledMillis = stage.nowMillis();
        heardNanos.set(0);
        resume(sender);
        if (!stage.until(() -> heardNanos.get() != 0, PATIENCE)) {
            throw new IllegalStateException("nothing was heard after the call that resumes");
        }
        double resumedMillis = heardNanos.get() / 1e6 - calledMillis;
        out.printf("resumed: heard %.1f ms after the call%n", resumedMillis);
        return new Report(during, resumedMillis);
    }

    /** Stops sending; everything stays as it is. */
    static void hold(RTCRtpSender sender) {
        sender.send(active(sender, false));
    }

    /** Resumes the sender. */
    static void resume(RTCRtpSender sender) {
        sender.send(active(sender, true));
    }

    private static RTCRtpParameters active(RTCRtpSender sender, boolean active) {
        return sender.getParameters().orElseThrow().withActive(active);
    }

    private static long packetsSent(RTCRtpSender sender) {
        return (long) sender.getStats().first("outbound-rtp").orElseThrow().number("packetsSent");
    }

    private static void hear(Stage stage, AudioFrame frame, AtomicLong heardNanos) {
        if (frame.peak() > AUDIBLE) {
            heardNanos.compareAndSet(0, stage.nowNanos());
        }
    }
}
