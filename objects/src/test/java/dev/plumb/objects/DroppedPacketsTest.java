package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.testkit.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a transport drops is counted by its reason. */
class DroppedPacketsTest {
    private final SimMedia m = new SimMedia(1);
    private final List<SimNetwork.Datagram> seen = new ArrayList<>();

    /** Sends what matches and has arrived at B once more, with its last byte changed or not. */
    private void again(int first, int last, boolean changed) {
        List<SimNetwork.Datagram> chosen = seen.stream()
                .filter(d -> (d.payload()[0] & 0xff) >= first && (d.payload()[0] & 0xff) <= last)
                .filter(d -> d.target().getAddress().equals(SimNetwork.address("192.0.2.2")))
                .limit(10)
                .toList();
        assertThat(chosen).hasSize(10);
        for (SimNetwork.Datagram d : chosen) {
            byte[] bytes = d.payload().clone();
            bytes[bytes.length - 1] ^= (byte) (changed ? 1 : 0);
            m.sim.network.inject(d.source(), d.target(), bytes);
        }
        m.run(100);
    }

    @Test
    void everyReasonHasItsCount() {
        RTCDataChannel channel = m.sim.openChannel(RTCDataChannelParameters.of("x"))[0];
        RTCRtpSender sender = m.tone(440);
        m.receiver(MediaKind.AUDIO).receive(m.parameters(MediaKind.AUDIO, "opus"));
        sender.send(m.parameters(MediaKind.AUDIO, "opus"));
        m.run(1_000);
        m.sim.network.tap(d -> seen.add(d));
        for (int i = 0; i < 20; i++) {
            channel.send("text");
            m.run(3_000); // consent is asked for, too
        }
        List<SimNetwork.Datagram> before = List.copyOf(seen);
        RTCDroppedPackets none = m.sim.dtlsB.getDroppedPackets();
        assertThat(none.mediaReplayed() + none.mediaForged() + none.dtlsForged() + none.dtlsReplayed())
                .isZero();
        seen.clear();
        seen.addAll(before.reversed());
        m.sim.network.tap(d -> {});
        again(128, 191, false);
        assertThat(m.sim.dtlsB.getDroppedPackets().mediaReplayed()).isEqualTo(10);
        again(20, 63, false);
        assertThat(m.sim.dtlsB.getDroppedPackets().dtlsReplayed()).isEqualTo(10);
        again(20, 63, true);
        assertThat(m.sim.dtlsB.getDroppedPackets().dtlsForged()
                        + m.sim.dtlsB.getDroppedPackets().dtlsReplayed())
                .isEqualTo(20);
        again(0, 3, true);
        assertThat(m.sim.dtlsB.getDroppedPackets().unroutable()).isEqualTo(10);
        sender.stop();
        assertThat(m.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
