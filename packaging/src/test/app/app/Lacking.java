package app;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpParameters;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Asks for codecs that are not there, and prints what it is told. */
public final class Lacking {
    private Lacking() {}

    /** Prints the exceptions. */
    public static void main(String[] args) {
        try (Agent agent = Plumb.agent()) {
            agent.rtpSender(agent.audioTrack("tone", new ToneSource(440, 0.5)));
            agent.rtpSender(agent.videoTrack("pattern", new TestPatternSource(320, 240, 30)));
            ask(agent, MediaKind.AUDIO, "opus", 48_000, 2);
            ask(agent, MediaKind.VIDEO, "VP8", 90_000, 0);
        }
    }

    private static void ask(Agent agent, MediaKind kind, String codec, int clockRateHz, int channels) {
        try {
            agent.rtpSender(kind)
                    .send(RTCRtpParameters.of(
                            "m", List.of(new RTCRtpCodecParameters(
                                    codec,
                                    100,
                                    clockRateHz,
                                    OptionalInt.empty(),
                                    OptionalInt.empty(),
                                    channels,
                                    List.of(),
                                    Map.of()))));
            System.out.println(codec + ": sent");
        } catch (RTCException e) {
            System.out.println(codec + ": " + e.getMessage());
        }
    }
}
