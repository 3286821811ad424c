package dev.plumb.signal.jsep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelState;
import dev.plumb.objects.RTCSctpTransport;
import dev.plumb.sdp.MediaDescription;
import dev.plumb.sdp.SdpParse;
import dev.plumb.sdp.SdpParser;
import dev.plumb.sdp.SessionDescription;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Both sides change things at random, at the same time, over signalling with delays; in the end they agree. */
class PerfectNegotiationTest {
    private static final int ACTIONS = 20;
    private static final long ACTING_NANOS = 4_000_000_000L;
    private static final long SLOWEST_NANOS = 150_000_000L;

    @Test
    void bothSidesEndInAgreementWhateverTheyDidAtTheSameTime() {
        Seeds.forEach(10, seed -> {
            Random random = new Random(seed);
            LinkConditions conditions = LinkConditions.PERFECT
                    .withDelay(Duration.ofMillis(random.nextInt(50)))
                    .withLoss(random.nextInt(3) * 0.01);
            SimCall call = new SimCall(seed, conditions, configuration(random), configuration(random), false);
            List<NegotiatingPeer> peers = new ArrayList<>();
            peers.add(new NegotiatingPeer(
                    call.agentA,
                    call.a,
                    true,
                    new Random(seed + 1),
                    wire(call, random, s -> peers.get(1).hear(s))));
            peers.add(new NegotiatingPeer(
                    call.agentB,
                    call.b,
                    false,
                    new Random(seed + 2),
                    wire(call, random, s -> peers.get(0).hear(s))));
            for (int i = 0; i < ACTIONS; i++) {
                NegotiatingPeer who = peers.get(random.nextInt(2));
                call.clock.after(random.nextLong(ACTING_NANOS), who::act);
            }
            call.clock.runFor(Duration.ofNanos(ACTING_NANOS));
            assertThat(call.clock.runUntil(() -> agree(call, peers), Duration.ofSeconds(30)))
                    .as(() -> difference(call, peers))
                    .isTrue();
            call.clock.runFor(Duration.ofSeconds(2));
            assertThat(agree(call, peers)).as(() -> difference(call, peers)).isTrue();
            assertThat(peers.get(0).failures).isEmpty();
            assertThat(peers.get(1).failures).isEmpty();
            messagesArrive(call, peers);
            assertThat(call.leftAfterClose()).isEqualTo(SimCall.nothing());
        });
    }

    private static RTCConfiguration configuration(Random random) {
        RTCBundlePolicy[] policies = RTCBundlePolicy.values();
        return RTCConfiguration.DEFAULT.withBundlePolicy(policies[random.nextInt(policies.length)]);
    }

    /** Takes some time, and keeps the order. */
    private static Consumer<NegotiatingPeer.Signal> wire(
            SimCall call, Random random, Consumer<NegotiatingPeer.Signal> to) {
        long[] last = {0};
        return signal -> {
            long at = Math.max(last[0] + 1, call.clock.nowNanos() + random.nextLong(SLOWEST_NANOS));
            last[0] = at;
            call.clock.after(at - call.clock.nowNanos(), () -> to.accept(signal));
        };
    }

    private static boolean agree(SimCall call, List<NegotiatingPeer> peers) {
        return call.stable() && difference(call, peers).isEmpty();
    }

    /** What the two see differently; empty for nothing. */
    private static String difference(SimCall call, List<NegotiatingPeer> peers) {
        if (!call.stable()) {
            return "states " + call.a.signalingState() + " " + call.b.signalingState() + peers.get(0).failures
                    + peers.get(1).failures;
        }
        List<MediaDescription> a = sections(call.a);
        List<MediaDescription> b = sections(call.b);
        if (a.size() != b.size()) {
            return a.size() + " sections and " + b.size();
        }
        boolean any = false;
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).media().equals(b.get(i).media())
                    || !a.get(i).mid().equals(b.get(i).mid())) {
                return "section " + i + ": " + a.get(i).mediaLine() + " and "
                        + b.get(i).mediaLine();
            }
            any |= a.get(i).port() != 0;
        }
        String transceivers = transceivers(call);
        if (!transceivers.isEmpty()) {
            return transceivers;
        }
        boolean connected = call.connected();
        if (any && !connected) {
            return "connections " + call.a.connectionState() + " " + call.b.connectionState();
        }
        boolean open = peers.stream()
                .flatMap(p -> p.channels.stream())
                .allMatch(c -> c.readyState() == RTCDataChannelState.OPEN);
        return open
                ? ""
                : "channels not open: " + call.a.sctp().map(RTCSctpTransport::state)
                        + call.b.sctp().map(RTCSctpTransport::state)
                        + peers.stream()
                                .flatMap(p -> p.channels.stream())
                                .map(c -> c.label()
                                        + c.id()
                                        + c.readyState()
                                        + c.transport().state()
                                        + System.identityHashCode(c.transport()))
                                .toList();
    }

    private static String transceivers(SimCall call) {
        List<RTCRtpTransceiver> ofB = new ArrayList<>(call.b.getTransceivers());
        for (RTCRtpTransceiver t : call.a.getTransceivers()) {
            RTCRtpTransceiver other = ofB.stream()
                    .filter(o -> t.mid().isPresent() && o.mid().equals(t.mid()))
                    .findFirst()
                    .orElse(null);
            if (other == null || t.kind() != other.kind()) {
                return "b has no " + t.mid() + " of " + t.kind();
            }
            ofB.remove(other);
            RTCRtpTransceiverDirection ours = t.currentDirection().orElseThrow();
            RTCRtpTransceiverDirection theirs = other.currentDirection().orElseThrow();
            if (ours.sends() != theirs.receives() || ours.receives() != theirs.sends()) {
                return "section " + t.mid() + " goes " + ours + " and " + theirs;
            }
        }
        return ofB.isEmpty() ? "" : "a has no " + ofB.getFirst().mid();
    }

    private static List<MediaDescription> sections(RTCPeerConnection pc) {
        return pc.currentLocalDescription()
                .map(d -> ((SdpParse.Ok) SdpParser.parse(d.sdp())).description())
                .map(SessionDescription::media)
                .orElse(List.of());
    }

    private static void messagesArrive(SimCall call, List<NegotiatingPeer> peers) {
        for (NegotiatingPeer peer : peers) {
            List<RTCDataChannel> open = List.copyOf(peer.channels);
            NegotiatingPeer other = peers.get(peer == peers.get(0) ? 1 : 0);
            other.received.clear();
            open.forEach(c -> c.send("hello"));
            call.clock.runUntil(() -> other.received.size() == open.size(), Duration.ofSeconds(10));
            assertThat(other.received).hasSize(open.size());
        }
    }
}
