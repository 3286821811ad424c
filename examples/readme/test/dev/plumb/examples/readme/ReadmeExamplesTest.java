package dev.plumb.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.signal.jsep.RTCConfiguration;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCPeerConnectionState;
import dev.plumb.signal.jsep.RTCSessionDescription;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The README's examples do what it says. */
class ReadmeExamplesTest {
    private final SimNetwork network = new SimNetwork(1);
    private final SimHost hostA = network.host("192.0.2.1");
    private final SimHost hostB = network.host("192.0.2.2");
    private final Agent a = Agent.create(hostA.loop(), hostA, Seeds.secureRandom(1));
    private final Agent b = Agent.create(hostB.loop(), hostB, Seeds.secureRandom(2));

    @Test
    void theFrontJoinsTwoAgents() {
        List<RTCDataChannel.Message> received = new ArrayList<>();
        List<Double> peaks = new ArrayList<>();
        PlumbInTenLines.join(a, b, sound -> peaks.add(sound.peak()), received::add);
        assertThat(network.clock()
                        .runUntil(
                                () -> !received.isEmpty() && peaks.stream().anyMatch(p -> p > 0.3),
                                Duration.ofSeconds(10)))
                .isTrue();
        assertThat(received).containsExactly(new RTCDataChannel.Message.Text("hello over there"));
    }

    @Test
    void theObjectsCarryAHello() {
        Plumbing left = Plumbing.of(a);
        Plumbing right = Plumbing.of(b);
        List<RTCDataChannel.Message> received = new ArrayList<>();
        right.sctp().onDataChannel(c -> c.onMessage(received::add));
        ObjectsInTenLines.connect(left, right);
        assertThat(network.clock().runUntil(() -> !received.isEmpty(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(received).containsExactly(new RTCDataChannel.Message.Text("hello over there"));
    }

    @Test
    void theShimConnectsByOfferAndAnswer() {
        RTCPeerConnection answering = RTCPeerConnection.create(b, RTCConfiguration.DEFAULT);
        List<RTCIceCandidateInit> early = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        List<Double> heard = new ArrayList<>();
        answering.addTrack(b.audioTrack("tone", new ToneSource(700, 0.5)));
        RTCPeerConnection calling = ShimInTenLines.call(
                a,
                RTCConfiguration.DEFAULT,
                new ShimInTenLines.Signalling() {
                    @Override
                    public void send(RTCIceCandidateInit candidate) {
                        early.add(candidate);
                    }

                    @Override
                    public CompletableFuture<RTCSessionDescription> exchange(RTCSessionDescription offer) {
                        return answering
                                .setRemoteDescription(offer)
                                .thenCompose(o -> answering.setLocalDescription())
                                .thenCompose(o -> answering.gathered(1_000));
                    }
                },
                sound -> heard.add(sound.peak()),
                failure -> {
                    failures.add(failure);
                    return RTCSessionDescription.offer("");
                });
        assertThat(network.clock()
                        .runUntil(
                                () -> calling.connectionState() == RTCPeerConnectionState.CONNECTED
                                        && heard.stream().anyMatch(peak -> peak > 0.3),
                                Duration.ofSeconds(20)))
                .as("%s", failures)
                .isTrue();
        assertThat(early).isNotEmpty();
    }
}
