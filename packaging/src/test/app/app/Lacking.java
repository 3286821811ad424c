package app;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.TestPatternSource;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCRtpTransceiverInit;
import dev.plumb.signal.jsep.RTCSdpType;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks for codecs that are not there, and prints what it is told. */
public final class Lacking {
    private Lacking() {}

    /** Prints the exceptions. */
    public static void main(String[] args) throws Exception {
        try (Agent agent = Plumb.agent()) {
            agent.rtpSender(agent.audioTrack("tone", new ToneSource(440, 0.5)));
            agent.rtpSender(agent.videoTrack("pattern", new TestPatternSource(320, 240, 30)));
            ask(agent, MediaKind.AUDIO, "opus", 48_000, 2);
            ask(agent, MediaKind.VIDEO, "VP8", 90_000, 0);
            offer(agent);
            answer(agent);
        }
    }

    private static void offer(Agent agent) throws Exception {
        RTCPeerConnection connection = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT);
        connection.addTransceiver(MediaKind.VIDEO, RTCRtpTransceiverInit.DEFAULT);
        try {
            connection.createOffer().get(60, TimeUnit.SECONDS);
            System.out.println("offer: made");
        } catch (ExecutionException e) {
            System.out.println("offer: " + e.getCause().getMessage());
        }
    }

    /** Answers an offer of Opus; why it is refused is logged. */
    private static void answer(Agent agent) throws Exception {
        String offer = String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 0.0.0.0",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111",
                "c=IN IP4 0.0.0.0",
                "a=mid:0",
                "a=ice-ufrag:abcd",
                "a=ice-pwd:abcdefghijklmnopqrstuvwx",
                "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA",
                "a=setup:actpass",
                "a=rtcp-mux",
                "a=sendrecv",
                "a=rtpmap:111 opus/48000/2",
                "");
        RTCPeerConnection connection = RTCPeerConnection.create(agent, RTCConfiguration.DEFAULT);
        connection
                .setRemoteDescription(new RTCSessionDescription(RTCSdpType.OFFER, offer))
                .get(60, TimeUnit.SECONDS);
        connection.setLocalDescription().get(60, TimeUnit.SECONDS);
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
