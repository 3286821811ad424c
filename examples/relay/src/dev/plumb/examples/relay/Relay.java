package dev.plumb.examples.relay;

import dev.plumb.examples.support.Pair;
import dev.plumb.examples.support.Stage;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCEncodedFrame;
import dev.plumb.objects.RTCEncodedFrameWriter;
import dev.plumb.objects.RTCEncodedVideoFrame;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.RTCRtpTransform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An example in which a camera's pictures pass through a relay to a viewer without being decoded on the way. They are
 * kept in a file and played from it, again without a codec.
 */
public final class Relay {
    private static final Duration WATCH = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PICTURE_NANOS = 33_333_333L;

    private Relay() {}

    /**
     * The results of the example.
     *
     * @param relayed the pictures that the viewer saw through the relay
     * @param identical whether every frame that reached the viewer's side had the bytes that left the camera's encoder
     * @param fromFile the pictures that the viewer saw from the file
     */
    public record Report(int relayed, boolean identical, int fromFile) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("relay", ".ivf");
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, file, System.out);
        } finally {
            Files.delete(file);
        }
    }

    /** Runs the example. The frames that pass are kept in {@code file}. */
    public static Report run(Stage stage, Path file, PrintStream out) throws IOException {
        List<byte[]> passing = new CopyOnWriteArrayList<>();
        List<byte[]> arriving = new CopyOnWriteArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        Agent relay = stage.agent();
        Pair first = Pair.on(stage, stage.agent(), relay);
        Pair second = Pair.on(stage, relay, stage.agent());
        second.right().onTrack(track -> watch(second.right(), track, arriving, seen));
        RTCRtpSender onward = passThrough(second.left());
        try (IvfWriter kept = new IvfWriter(file, 320, 240)) {
            first.right().onTrack(track -> {
                RTCRtpReceiver receiver = first.right().receivers().getFirst();
                RTCEncodedFrameWriter to = onward.sendEncoded();
                // a viewer who needs a key frame asks the relay, and the relay asks the camera
                to.onKeyFrameRequest(rid -> receiver.sendKeyFrameRequest());
                receiver.receiveEncoded(frame -> {
                    passing.add(frame.data());
                    kept.write(frame.data());
                    to.write(frame);
                });
                receiver.receive(receiver.getParameters().orElseThrow());
                receiver.sendKeyFrameRequest();
            });
            first.left().send(first.left().getAgent().videoTrack("camera", new TestPatternSource(320, 240, 30)));
            if (!stage.until(() -> seen.get() > 0, PATIENCE)) {
                throw new IllegalStateException("nothing came through");
            }
            stage.pass(WATCH);
            first.close();
        }
        int relayed = seen.get();
        boolean identical = !arriving.isEmpty() && isTail(arriving, passing);
        out.println(relayed + " pictures seen through the relay, every frame " + (identical ? "unchanged" : "changed"));

        seen.set(0);
        RTCEncodedFrameWriter player = onward.sendEncoded();
        List<byte[]> frames = IvfReader.framesOf(Files.readAllBytes(file));
        long timestamp = 0;
        for (byte[] frame : frames) {
            player.write(RTCEncodedVideoFrame.of(typeOf(frame), frame, timestamp));
            timestamp += 3000;
            stage.pass(Duration.ofNanos(PICTURE_NANOS));
        }
        stage.pass(Duration.ofSeconds(1));
        out.println(seen.get() + " of " + frames.size() + " pictures seen from the file");
        return new Report(relayed, identical, seen.get());
    }

    private static RTCRtpSender passThrough(Plumb plumb) {
        return plumb.send(MediaKind.VIDEO);
    }

    private static void watch(Plumb viewer, MediaStreamTrack track, List<byte[]> arriving, AtomicInteger seen) {
        viewer.receivers().getFirst().transform(RTCRtpTransform.of(frame -> {
            arriving.add(frame.data());
            return List.<RTCEncodedFrame>of(frame);
        }));
        track.onVideo(frame -> TestPattern.numberIn(frame).ifPresent(n -> seen.incrementAndGet()));
    }

    /** Returns the type of a frame by its first bit, which says whether it can be decoded by itself (RFC 6386, 9.1). */
    private static RTCEncodedVideoFrame.Type typeOf(byte[] vp8) {
        return (vp8[0] & 1) == 0 ? RTCEncodedVideoFrame.Type.KEY : RTCEncodedVideoFrame.Type.DELTA;
    }

    /** Returns whether the frames that arrived are among those that passed, in this order. */
    private static boolean isTail(List<byte[]> arrived, List<byte[]> passed) {
        int at = 0;
        for (byte[] frame : arrived) {
            while (at < passed.size() && !Arrays.equals(passed.get(at), frame)) {
                at++;
            }
            if (at == passed.size()) {
                return false;
            }
            at++;
        }
        return true;
    }
}
