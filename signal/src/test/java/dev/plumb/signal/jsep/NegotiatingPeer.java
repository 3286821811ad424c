package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCRtpSender;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One side of perfect negotiation that does what comes to its mind.
 *
 * @spec https://www.w3.org/TR/webrtc/#perfect-negotiation-example WebRTC 10.7, Perfect Negotiation Example
 */
final class NegotiatingPeer {
    private static final int MOST_TRANSCEIVERS = 6;
    private static final double REFUSED = 0.05;

    final RTCPeerConnection pc;
    final List<RTCDataChannel> channels = new ArrayList<>();
    final List<String> received = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    private final Agent agent;
    private final boolean polite;
    private final Random random;
    private final Consumer<Signal> signalling;
    private boolean makingOffer;
    private boolean ignoreOffer;
    private boolean settingAnswer;
    /** Our offer is not to be heard of. */
    private boolean takingBack;

    NegotiatingPeer(Agent agent, RTCPeerConnection pc, boolean polite, Random random, Consumer<Signal> signalling) {
        this.agent = agent;
        this.pc = pc;
        this.polite = polite;
        this.random = random;
        this.signalling = signalling;
        pc.onNegotiationNeeded(p -> offer());
        pc.onIceCandidate(
                c -> c.filter(init -> !takingBack).ifPresent(init -> signalling.accept(new Signal.Candidate(init))));
        pc.onDataChannel(this::listen);
    }

    /** What goes from one to the other. */
    sealed interface Signal {
        record Description(RTCSessionDescription description) implements Signal {}

        record Candidate(RTCIceCandidateInit candidate) implements Signal {}

        /** The offer was taken back by who was to answer it. */
        record Refused() implements Signal {}
    }

    private void offer() {
        makingOffer = true;
        watch(pc.setLocalDescription().handle((d, e) -> {
            makingOffer = false;
            if (e != null) {
                failures.add(e);
            } else {
                signalling.accept(new Signal.Description(d));
            }
            return d;
        }));
    }

    void hear(Signal signal) {
        switch (signal) {
            case Signal.Description d -> described(d.description());
            case Signal.Candidate c -> {
                boolean ignored = ignoreOffer;
                watch(pc.addIceCandidate(c.candidate()).exceptionally(e -> {
                    if (!ignored) {
                        failures.add(e);
                    }
                    return c.candidate();
                }));
            }
            case Signal.Refused r -> {
                if (pc.signalingState() == RTCSignalingState.HAVE_LOCAL_OFFER) {
                    watch(pc.setLocalDescription(RTCSessionDescription.ROLLBACK));
                }
            }
        }
    }

    private void described(RTCSessionDescription description) {
        boolean isOffer = description.type() == RTCSdpType.OFFER;
        boolean ready = !makingOffer && (pc.signalingState() == RTCSignalingState.STABLE || settingAnswer);
        ignoreOffer = !polite && isOffer && !ready;
        if (ignoreOffer) {
            if (takingBack) {
                signalling.accept(new Signal.Refused());
            }
            return;
        }
        settingAnswer = !isOffer;
        CompletableFuture<RTCSessionDescription> set =
                pc.setRemoteDescription(description).whenComplete((d, e) -> settingAnswer = false);
        if (!isOffer) {
            watch(set);
        } else if (random.nextDouble() < REFUSED) {
            ignoreOffer = true;
            watch(set);
            watch(pc.setRemoteDescription(RTCSessionDescription.ROLLBACK)
                    .thenAccept(d -> signalling.accept(new Signal.Refused())));
        } else {
            watch(set);
            watch(pc.setLocalDescription().thenAccept(d -> signalling.accept(new Signal.Description(d))));
        }
    }

    private void watch(CompletableFuture<?> future) {
        CompletableFuture<?> _ = future.exceptionally(e -> {
            failures.add(e);
            return null;
        });
    }

    private void listen(RTCDataChannel channel) {
        channels.add(channel);
        channel.onMessage(m -> received.add(((RTCDataChannel.Message.Text) m).text()));
    }

    /** Does something, whatever. */
    void act() {
        List<RTCRtpTransceiver> live = pc.getTransceivers().stream()
                .filter(t -> t.direction() != RTCRtpTransceiverDirection.STOPPED)
                .toList();
        switch (random.nextInt(10)) {
            case 0, 1 -> addTrack(live);
            case 2 -> addTransceiver(live);
            case 3 -> removeTrack();
            case 4 -> pick(live, RTCRtpTransceiver::stop);
            case 5 -> pick(live, t -> t.direction(direction()));
            case 6 -> createDataChannel();
            case 7 -> pc.restartIce();
            case 8 -> offerAndTakeBack();
            default -> pick(live, t -> t.setStreams("s" + random.nextInt(3)));
        }
    }

    private RTCRtpTransceiverDirection direction() {
        return RTCRtpTransceiverDirection.of(random.nextBoolean(), random.nextBoolean());
    }

    private MediaKind kind() {
        return random.nextBoolean() ? MediaKind.AUDIO : MediaKind.VIDEO;
    }

    private void addTrack(List<RTCRtpTransceiver> live) {
        if (live.size() < MOST_TRANSCEIVERS) {
            pc.addTrack(SilentSource.track(agent, kind()), "s" + random.nextInt(3));
        }
    }

    private void addTransceiver(List<RTCRtpTransceiver> live) {
        if (live.size() < MOST_TRANSCEIVERS) {
            pc.addTransceiver(kind(), new RTCRtpTransceiverInit(direction()));
        }
    }

    private void removeTrack() {
        List<RTCRtpSender> senders =
                pc.getSenders().stream().filter(s -> s.track().isPresent()).toList();
        pick(senders, pc::removeTrack);
    }

    private void createDataChannel() {
        if (channels.size() < 4) {
            listen(pc.createDataChannel("c" + channels.size()));
        }
    }

    /** Nobody hears of this offer. */
    private void offerAndTakeBack() {
        if (pc.signalingState() == RTCSignalingState.STABLE && !makingOffer) {
            makingOffer = true;
            takingBack = true;
            // what comes in between may have changed the state: then there is nothing to take back
            CompletableFuture<?> takenBack = pc.setLocalDescription(RTCSessionDescription.offer(""))
                    .thenCompose(d -> pc.setLocalDescription(RTCSessionDescription.ROLLBACK));
            watch(takenBack.handle((d, e) -> {
                makingOffer = false;
                takingBack = false;
                return d;
            }));
        }
    }

    private <T> void pick(List<T> from, Consumer<T> use) {
        if (!from.isEmpty()) {
            use.accept(from.get(random.nextInt(from.size())));
        }
    }
}
