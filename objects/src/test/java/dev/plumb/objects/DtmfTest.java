package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.testkit.LinkConditions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfTest {
    private final SimMedia media = new SimMedia(17);
    private final RTCRtpSender sender = media.tone(500);
    private final RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
    private final List<RTCDtmfTone> heard = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    private RTCDtmfSender call(String codec) {
        receiver.onDtmf(heard::add);
        receiver.receive(media.parameters(MediaKind.AUDIO, codec));
        assertThat(sender.dtmf().canInsertDtmf()).isFalse();
        sender.send(media.parameters(MediaKind.AUDIO, codec));
        sender.dtmf().onToneChange(changes::add);
        media.run(1000);
        return sender.dtmf();
    }

    private String keys() {
        return String.join("", heard.stream().map(RTCDtmfTone::tone).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus", "PCMU"})
    void keysArriveOnceEachWithTheirLength(String codec) {
        RTCDtmfSender dtmf = call(codec);
        assertThat(dtmf.canInsertDtmf()).isTrue();
        dtmf.insertDtmf("12a#,*", 120, 50);
        assertThat(dtmf.toneBuffer()).isEqualTo("12A#,*");
        media.run(5000);
        assertThat(keys()).isEqualTo("12A#*");
        assertThat(heard).allSatisfy(t -> assertThat(t.durationMillis()).isBetween(119, 121));
        assertThat(changes).containsExactly("1", "2", "A", "#", ",", "*", "");
        int sound = media.sound.size();
        media.run(500);
        assertThat(media.sound.size()).isGreaterThan(sound + 20);
    }

    @Test
    void keysGoBesideOpusAsTelephoneEventsOfAnotherClock() {
        receiver.onDtmf(heard::add);
        List<RTCRtpPacket> packets = new ArrayList<>();
        receiver.onPacket(packets::add);
        RTCRtpParameters all = media.parameters(MediaKind.AUDIO, "opus");
        RTCRtpParameters only = all.withCodecs(all.codecs().stream()
                .filter(c -> !c.is("telephone-event") || c.clockRateHz() == 8_000)
                .toList());
        assertThat(only.codecs()).anyMatch(c -> c.is("telephone-event"));
        int events = only.codecs().stream()
                .filter(c -> c.is("telephone-event"))
                .findFirst()
                .orElseThrow()
                .payloadType();
        receiver.receive(only);
        sender.send(only);
        media.run(1000);
        assertThat(sender.dtmf().canInsertDtmf()).isTrue();
        sender.dtmf().insertDtmf("42", 200, 70);
        media.run(2_000);
        assertThat(keys()).isEqualTo("42");
        assertThat(heard).allSatisfy(t -> assertThat(t.durationMillis()).isBetween(199, 201));
        List<RTCRtpPacket> last = packets.stream()
                .filter(p -> p.payloadType() == events && (p.payload()[1] & 0x80) != 0)
                .toList();
        assertThat(last).hasSize(6);
    }

    @Test
    void theLastPacketOfAKeyComesThreeTimesAnUpdateIntervalApart() {
        RTCDtmfSender dtmf = call("opus");
        List<Long> ends = new ArrayList<>();
        receiver.onPacket(p -> {
            if (p.payload().length == 4 && (p.payload()[1] & 0x80) != 0) {
                ends.add(media.sim.clock.nowNanos());
            }
        });
        dtmf.insertDtmf("5", 100, 70);
        media.run(1_000);
        assertThat(ends).hasSize(3);
        assertThat(ends.get(1) - ends.get(0)).isEqualTo(20_000_000L);
        assertThat(ends.get(2) - ends.get(1)).isEqualTo(20_000_000L);
    }

    @Test
    void aLongKeyIsOneKey() {
        RTCDtmfSender dtmf = call("opus");
        dtmf.insertDtmf("5", 9_000, 10);
        media.run(7_000);
        assertThat(keys()).isEqualTo("5");
        assertThat(heard.getFirst().durationMillis()).isBetween(5_990, 6_010);
    }

    @Test
    void newKeysTakeThePlaceOfThoseToCome() {
        RTCDtmfSender dtmf = call("opus");
        dtmf.insertDtmf("123456789");
        media.run(200);
        dtmf.insertDtmf("#");
        media.run(1000);
        assertThat(keys()).isEqualTo("12#");
        dtmf.insertDtmf("77");
        dtmf.insertDtmf("");
        media.run(1000);
        assertThat(dtmf.toneBuffer()).isEmpty();
        assertThat(keys()).doesNotContain("77");
    }

    @Test
    void lostPacketsLoseNoKeys() {
        RTCDtmfSender dtmf = call("PCMU");
        media.sim.hostA.conditions(LinkConditions.PERFECT.withLoss(0.3));
        dtmf.insertDtmf("0123456789ABCD*#0123456789", 100, 70);
        media.run(8000);
        assertThat(keys()).isEqualTo("0123456789ABCD*#0123456789");
    }

    @Test
    void refusesWhatIsNoKey() {
        RTCDtmfSender dtmf = call("opus");
        assertName(() -> dtmf.insertDtmf("12x"), RTCException.Name.INVALID_CHARACTER);
        RTCRtpParameters without = media.parameters(MediaKind.AUDIO, "opus");
        sender.send(without.withCodecs(
                without.codecs().stream().filter(c -> !c.is("telephone-event")).toList()));
        assertThat(dtmf.canInsertDtmf()).isFalse();
        assertName(() -> dtmf.insertDtmf("1"), RTCException.Name.INVALID_STATE);
        sender.stop();
        assertThat(dtmf.canInsertDtmf()).isFalse();
    }

    private static void assertName(Runnable wrong, RTCException.Name name) {
        assertThatThrownBy(wrong::run)
                .isInstanceOfSatisfying(
                        RTCException.class, e -> assertThat(e.name()).isEqualTo(name));
    }
}
