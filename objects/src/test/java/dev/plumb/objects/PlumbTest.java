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
