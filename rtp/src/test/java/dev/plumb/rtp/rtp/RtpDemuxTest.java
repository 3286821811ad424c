package dev.plumb.rtp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.rtp.packet.HeaderExtensionIds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RtpDemuxTest {
    private static ReceiverConfig config(String mid, int payloadType, ReceiverConfig.Encoding... encodings) {
        return new ReceiverConfig(
                mid,
                List.of(encodings),
                Map.of(
                        payloadType,
                        ReceiverConfig.Payload.plain(
                                new PayloadType(payloadType, dev.plumb.rtp.payload.PayloadFormat.VP8, 90_000))),
                Map.of(payloadType + 1, payloadType),
                HeaderExtensionIds.NONE,
                true);
    }

    @Test
    void goesBySsrcThenMidThenRidThenPayloadType() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("ssrc", config("0", 96, new ReceiverConfig.Encoding(10, 11, "")));
        demux.add("mid", config("1", 98));
        demux.add(
                "rid",
                config("2", 100, new ReceiverConfig.Encoding(-1, -1, "hi"), new ReceiverConfig.Encoding(-1, -1, "lo")));
        demux.add("type", config("3", 102));

        assertThat(demux.route(10, null, null, null, 96).receiver()).isEqualTo("ssrc");
        assertThat(demux.route(11, null, null, null, 97).repair()).isTrue();
        assertThat(demux.route(20, "1", null, null, 98).receiver()).isEqualTo("mid");
        assertThat(demux.route(20, null, null, null, 98).receiver()).isEqualTo("mid");
        assertThat(demux.route(30, null, "lo", null, 100)).satisfies(r -> {
            assertThat(r.receiver()).isEqualTo("rid");
            assertThat(r.rid()).isEqualTo("lo");
            assertThat(r.repair()).isFalse();
        });
        assertThat(demux.route(31, null, null, "lo", 101)).satisfies(r -> {
            assertThat(r.rid()).isEqualTo("lo");
            assertThat(r.repair()).isTrue();
        });
        assertThat(demux.route(30, null, null, null, 100).rid()).isEqualTo("lo");
        assertThat(demux.route(40, null, null, null, 102).receiver()).isEqualTo("type");
        assertThat(demux.route(50, null, null, null, 77)).isNull();
    }

    @Test
    void checksThePayloadType() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("a", config("0", 96, new ReceiverConfig.Encoding(10, -1, "")));
        assertThat(demux.route(10, null, null, null, 99)).isNull();
        assertThat(demux.route(20, "0", null, null, 99)).isNull();
        assertThat(demux.route(20, "9", null, null, 96)).isNull();
    }

    @Test
    void midMovesAnSsrc() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("a", config("0", 96, new ReceiverConfig.Encoding(10, -1, "")));
        demux.add("b", config("1", 96));
        assertThat(demux.route(10, "1", null, null, 96).receiver()).isEqualTo("b");
        assertThat(demux.route(10, null, null, null, 96).receiver()).isEqualTo("b");
    }

    @Test
    void anAmbiguousPayloadTypeDecidesNothing() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("a", config("0", 96));
        demux.add("b", config("1", 96));
        assertThat(demux.route(10, null, null, null, 96)).isNull();
        demux.remove("b");
        assertThat(demux.route(10, null, null, null, 96).receiver()).isEqualTo("a");
        demux.remove("a");
        assertThat(demux.route(10, null, null, null, 96)).isNull();
    }

    @Test
    void receiversThatAnnouncedSsrcsAreNotFoundByPayloadType() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("a", config("0", 96, new ReceiverConfig.Encoding(10, -1, "")));
        assertThat(demux.route(99, null, null, null, 96)).isNull();
    }

    @Test
    void learntTableIsBounded() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("a", config("0", 96));
        for (int i = 0; i < 10_000; i++) {
            assertThat(demux.route(i, "0", null, null, 96)).isNotNull();
        }
        assertThat(demux.learnt()).isEqualTo(RtpDemux.LEARNT_AT_MOST);
    }

    @Test
    void whoHasNoNameTakesWhatIsAnnouncedToItWhateverNameThatBears() {
        RtpDemux<String> demux = new RtpDemux<>();
        demux.add("nameless", config("", 96, new ReceiverConfig.Encoding(10, 11, "")));
        demux.add("named", config("1", 96));
        demux.add("anybody", config("", 98));

        assertThat(demux.route(10, "x", null, null, 96).receiver()).isEqualTo("nameless");
        assertThat(demux.route(20, "x", null, null, 96)).isNull();
        assertThat(demux.route(30, "x", null, null, 98).receiver()).isEqualTo("anybody");
        assertThat(demux.route(10, "1", null, null, 96).receiver()).isEqualTo("named");
    }
}
