package app;

import dev.plumb.io.loop.RtcLoop;
import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPattern;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCRtpSender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A call between two agents: a tone by Opus and pictures by VP8, whose content is checked, and a message. */
public final class Call {
    private static final int TONE_HZ = 440;
    private static final int PIECES_A_SECOND = 20;
    private static final int PICTURES = 10;

    private final CompletableFuture<String> tone = new CompletableFuture<>();
    private final CompletableFuture<String> pictures = new CompletableFuture<>();
    private final CompletableFuture<String> message = new CompletableFuture<>();
    private int samplesHeard;
    private int crossings;
    private int piecesRight;
    private short before;
    private int lastNumber = -1;
    private int numbersRead;

    private Call() {}

    /** Prints what has arrived; fails where it is not what was sent. */
    public static void main(String[] args) throws Exception {
        new Call().run();
    }

    private void run() throws Exception {
        System.out.println("port: " + kindOfPort());
        RTCIceGatherOptions options = RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true);
        try (Agent here = Plumb.agent();
                Agent there = Plumb.agent()) {
            Plumb left = Plumb.on(here, options);
            Plumb right = Plumb.on(there, options);
            left.onLocalParameters(right::start);
            right.onLocalParameters(left::start);
            right.onTrack(track -> {
                if (track.kind() == MediaKind.AUDIO) {
                    track.onAudio(this::hear);
                } else {
                    track.onVideo(this::see);
                }
            });
            right.onDataChannel(channel -> channel.onMessage(m -> {
                if (m instanceof RTCDataChannel.Message.Text(String text)) {
                    message.complete(text);
                }
            }));
            RTCRtpSender sound = left.send(here.audioTrack("tone", new ToneSource(TONE_HZ, 0.5)));
            RTCRtpSender sight = left.send(here.videoTrack("pattern", new TestPatternSource(320, 240, 30)));
            left.channel("hello").onOpen(channel -> channel.send("hello over there"));
            System.out.println("message: " + message.get(120, TimeUnit.SECONDS));
            System.out.println(codec(sound) + ": " + tone.get(120, TimeUnit.SECONDS));
            System.out.println(codec(sight) + ": " + pictures.get(120, TimeUnit.SECONDS));
        }
    }

    /** Returns the class of the ports that a loop opens here: the JDK's channels, or what a provider brings. */
    private static String kindOfPort() {
        CompletableFuture<String> kind = new CompletableFuture<>();
        try (RtcLoop loop = new RtcLoop()) {
            loop.execute(() -> {
                try {
                    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                    kind.complete(loop.openUdp(any, packet -> {}).getClass().getSimpleName());
                } catch (IOException e) {
                    kind.completeExceptionally(e);
                }
            });
            return kind.join();
        }
    }

    private static String codec(RTCRtpSender sender) {
        return sender.getParameters().orElseThrow().codecs().getFirst().name();
    }

    /**
     * Counts how often pieces of 50 ms change their sign. A machine that is busy may leave gaps; a second of pieces
     * that are right is what no gap and no noise makes.
     */
    private void hear(AudioFrame frame) {
        short[] samples = frame.samples();
        for (int i = 0; i < samples.length; i += frame.channels()) {
            crossings += (samples[i] < 0) != (before < 0) ? 1 : 0;
            before = samples[i];
            if (++samplesHeard == frame.sampleRateHz() / PIECES_A_SECOND) {
                piecesRight += Math.abs(crossings - 2 * TONE_HZ / PIECES_A_SECOND) <= 1 ? 1 : 0;
                samplesHeard = 0;
                crossings = 0;
            }
        }
        if (piecesRight >= PIECES_A_SECOND) {
            tone.complete("the tone was heard");
        }
    }

    /** Reads the numbers out of the pictures. */
    private void see(VideoFrame frame) {
        OptionalInt number = TestPattern.numberIn(frame);
        if (number.isEmpty() || number.getAsInt() <= lastNumber) {
            pictures.complete("the picture after number " + lastNumber + " shows " + number);
            return;
        }
        lastNumber = number.getAsInt();
        if (++numbersRead == PICTURES) {
            pictures.complete("the pictures were seen");
        }
    }
}
