package dev.plumb.examples.readme;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A call by offer and answer. */
public final class ShimInTenLines {
    private ShimInTenLines() {}

    /** However an application reaches the other side. */
    public interface Signalling {
        /** Sends a candidate. */
        void send(RTCIceCandidateInit candidate);

        /** Sends an offer; completes with the answer. */
        CompletableFuture<RTCSessionDescription> exchange(RTCSessionDescription offer);
    }

    /** Calls with a tone, passes the sound that comes back to {@code hear}, and hangs up if that fails. */
    public static RTCPeerConnection call(
            Agent agent,
            RTCConfiguration configuration,
            Signalling signalling,
            Consumer<AudioFrame> hear,
            Function<Throwable, RTCSessionDescription> hangUp) {
        RTCPeerConnection pc = RTCPeerConnection.create(agent, configuration);
        pc.onIceCandidate(candidate -> candidate.ifPresent(signalling::send));
        pc.onTrack(event -> event.track().onAudio(sound -> hear.accept(sound)));
        pc.addTrack(agent.audioTrack("tone", new ToneSource(440, 0.5)), "stream");
        RTCDataChannel chat = pc.createDataChannel("chat");
        chat.onMessage(message -> System.out.println(message));
        CompletableFuture<RTCSessionDescription> _ = pc.setLocalDescription()
                .thenCompose(offer -> signalling.exchange(offer))
                .thenCompose(answer -> pc.setRemoteDescription(answer))
                .exceptionally(failure -> hangUp.apply(failure));
        return pc;
    }
}
