package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlumbTest {
    private final SimAgents sim = new SimAgents(1);

    @Test
    void twoSidesThatTellEachOtherTheirParametersConnect() {
        Plumb left = Plumb.on(sim.a);
        Plumb right = Plumb.on(sim.b);
        List<String> heard = new ArrayList<>();
        left.onLocalParameters(right::start);
        right.onLocalParameters(left::start);
        right.onDataChannel(c -> c.onMessage(m -> heard.add(m.toString())));
        left.channel("hello").onOpen(c -> c.send("hello over there"));
        assertThat(sim.clock.runUntil(() -> !heard.isEmpty(), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(left.iceTransport().role()).isNotEqualTo(right.iceTransport().role());
        left.close();
        right.close();
        sim.clock.runFor(Duration.ofSeconds(60));
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void aPeerBornAnewIsConnectedToAnew() {
        Plumb left = Plumb.on(sim.a);
        Plumb right = Plumb.on(sim.b);
        List<PlumbState> states = new ArrayList<>();
        List<Plumb> restarts = new ArrayList<>();
        left.onStateChange(states::add);
        left.onRestart(restarts::add);
        left.onLocalParameters(right::start);
        right.onLocalParameters(left::start);
        RTCDataChannel first = left.channel("first");
        assertThat(sim.clock.runUntil(() -> first.readyState() == RTCDataChannelState.OPEN, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(states).containsExactly(PlumbState.CONNECTING, PlumbState.CONNECTED);
        assertThat(left.channels()).containsExactly(first);
        Agent reborn = Agent.create(sim.hostB.loop(), sim.hostB, dev.plumb.testkit.Seeds.secureRandom(77));
        Plumb anew = Plumb.on(reborn);
        anew.start(left.getLocalParameters());
        anew.onLocalParameters(left::start);
        left.onLocalParameters(anew::start);
        sim.clock.runFor(Duration.ofSeconds(5));
        assertThat(restarts).containsExactly(left);
        assertThat(left.state()).isEqualTo(PlumbState.CONNECTED);
        assertThat(first.readyState()).isEqualTo(RTCDataChannelState.CLOSED);
        assertThat(left.channels()).isEmpty();
        List<String> heard = new ArrayList<>();
        left.onDataChannel(c -> c.onMessage(m -> heard.add(m.toString())));
        anew.channel("second").onOpen(c -> c.send("born anew"));
        assertThat(sim.clock.runUntil(() -> !heard.isEmpty(), Duration.ofSeconds(10)))
                .isTrue();
        anew.close();
        reborn.close();
        sim.clock.runFor(Duration.ofSeconds(2));
        assertThat(left.state()).isEqualTo(PlumbState.CLOSED);
    }

    @Test
    void parametersThatDoNotFitAreReported() {
        Plumb left = Plumb.on(sim.a);
        Plumb right = Plumb.on(sim.b);
        left.dtlsTransport().require("urn:example:watermark");
        List<RTCException> refusals = new ArrayList<>();
        right.onRefusal(refusals::add);
        left.onLocalParameters(right::start);
        sim.clock.runFor(Duration.ofSeconds(5));
        assertThat(refusals).isNotEmpty().allMatch(e -> e.name() == RTCException.Name.NOT_SUPPORTED);
        assertThat(right.getRemoteParameters()).isEqualTo(Optional.empty());
    }

    @Test
    void aPeerThatClaimsToSendEverythingGetsSoMuchAndNoMore() {
        Plumb left = Plumb.on(sim.a);
        Plumb right = Plumb.on(sim.b);
        List<RTCException> refusals = new ArrayList<>();
        right.onRefusal(refusals::add);
        sim.clock.runFor(Duration.ofSeconds(1));
        PlumbParameters honest = left.getLocalParameters();
        List<PlumbParameters.Stream> claims = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            claims.add(new PlumbParameters.Stream("s" + i, MediaKind.AUDIO));
        }
        right.start(new PlumbParameters(
                honest.ice(), honest.candidates(), true, honest.dtls(), honest.sctp(), honest.receives(), claims));
        sim.clock.runFor(Duration.ofSeconds(1));
        assertThat(right.receivers()).hasSize(1024);
        assertThat(refusals).hasSize(1);
        right.start(honest);
        sim.clock.runFor(Duration.ofSeconds(1));
        assertThat(right.receivers()).isEmpty();
        assertThat(sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
