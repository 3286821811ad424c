package dev.plumb.signal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCExtension;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateType;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCSctpCapabilities;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DictionariesTest {
    private static Agent agent() {
        SimNetwork network = new SimNetwork(1);
        SimHost host = network.host("192.0.2.1");
        return Agent.create(host.loop(), host, Seeds.secureRandom(1));
    }

    private static PlumbParameters whole() {
        SimNetwork network = new SimNetwork(1);
        SimHost host = network.host("192.0.2.1", "2001:db8::1");
        Agent agent = Agent.create(host.loop(), host, Seeds.secureRandom(1));
        agent.understand("urn:example:b");
        Plumb plumb = Plumb.on(agent);
        plumb.dtlsTransport().require("urn:example:a");
        network.clock().runFor(Duration.ofSeconds(1));
        return plumb.getLocalParameters();
    }

    static Stream<Record> dictionaries() {
        RTCRtpCapabilities video = agent().getReceiverCapabilities(MediaKind.VIDEO);
        RTCRtpCapabilities audio = agent().getReceiverCapabilities(MediaKind.AUDIO);
        RTCRtpParameters sent = audio.toSendParameters("a0", audio)
                .withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT
                        .withSsrc(0xffff_fffeL)
                        .withRid("hi")
                        .withActive(false)
                        .withMaxBitrateBps(500_000)
                        .withMaxFramerate(12.5)))
                .withExtensions(List.of(RTCExtension.required("urn:example:c")));
        return Stream.of(
                whole(),
                video,
                audio,
                sent,
                video.toReceiveParameters("v1"),
                new RTCIceParameters("abcd", "0123456789012345678901", true),
                new RTCIceCandidate("1", 4_294_967_295L, "192.0.2.1", 5000, RTCIceCandidateType.SRFLX),
                new RTCSctpCapabilities(262_144),
                RTCDataChannelParameters.of("a label, \"quoted\" \u2603").withMaxRetransmits(3),
                RTCDataChannelParameters.of("").withNegotiated(7).withOrdered(false),
                ReceiveConstraints.of("v1").withAccepted(false),
                ReceiveConstraints.of("v1").withMaxBitrateBps(64_000).withCapabilities(video),
                new RTCIceCandidateInit("candidate:1 1 udp 1 192.0.2.1 1 typ host", "0", OptionalInt.of(0), "abcd"));
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void whatIsWrittenIsReadBackEqual(Record dictionary) throws JsonException {
        String text = Dictionaries.write(dictionary);
        assertThat(text).doesNotContain("\n").doesNotContain("Optional");
        assertThat((Record) Dictionaries.read(text, dictionary.getClass())).isEqualTo(dictionary);
        assertThat(Dictionaries.write(Dictionaries.read(text, dictionary.getClass())))
                .isEqualTo(text);
    }

    @Test
    void membersHaveTheSpecificationsNames() {
        assertThat(Dictionaries.write(RTCDataChannelParameters.of("chat").withMaxPacketLifetimeMillis(500)))
                .isEqualTo("{\"label\":\"chat\",\"maxPacketLifetime\":500}");
        assertThat(Dictionaries.write(RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(9000)))
                .isEqualTo("{\"maxBitrate\":9000}");
        assertThat(Dictionaries.write(ReceiveConstraints.of("a0").withMaxBitrateBps(64_000)))
                .isEqualTo("{\"muxId\":\"a0\",\"maxBitrate\":64000}");
    }

    @Test
    void whatIsNotKnownIsIgnoredAndWhatIsAbsentIsNamed() throws JsonException {
        assertThat(Dictionaries.read("{\"label\":\"x\",\"colour\":[1,{}]}", RTCDataChannelParameters.class))
                .isEqualTo(RTCDataChannelParameters.of("x"));
        assertThat(Dictionaries.read("{\"label\":\"x\",\"ordered\":null}", RTCDataChannelParameters.class)
                        .ordered())
                .isTrue();
        assertThatThrownBy(() -> Dictionaries.read("{\"codecs\":[{\"name\":\"opus\"}]}", RTCRtpParameters.class))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("codecs[0].payloadType: absent");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatAPeerSendsIsRefusedByName(String text) {
        assertThatThrownBy(() -> Dictionaries.read(text, RTCDataChannelParameters.class))
                .isInstanceOf(JsonException.class);
    }

    static Stream<String> broken() {
        return Stream.of(
                "",
                "null",
                "[]",
                "{",
                "\u0000",
                "{\"label\":3}",
                "{\"label\":\"x\",\"id\":65535}",
                "{\"label\":\"x\",\"id\":1e99}",
                "{\"label\":\"x\",\"id\":1.5}",
                "{\"label\":\"x\",\"ordered\":\"yes\"}",
                "{\"label\":\"x\",\"priority\":\"urgent\"}",
                "{\"label\":\"x\",\"maxRetransmits\":1,\"maxPacketLifetime\":1}",
                "{\"label\":" + "[".repeat(5000),
                "{\"label\":\"" + "x".repeat(Dictionaries.CHARACTERS_AT_MOST) + "\"}");
    }

    @Test
    void candidatesAreReadAsBrowsersAndOtherStacksSendThem() throws JsonException {
        String line = "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host";
        RTCIceCandidateInit byIndex = new RTCIceCandidateInit(line, "", OptionalInt.of(0), "");
        // Pion writes null for what it does not know
        assertThat(Dictionaries.read(
                        "{\"candidate\":\"" + line
                                + "\",\"sdpMid\":null,\"sdpMLineIndex\":0,\"usernameFragment\":null}",
                        RTCIceCandidateInit.class))
                .isEqualTo(byIndex);
        assertThat(Dictionaries.read("{\"candidate\":\"" + line + "\",\"sdpMLineIndex\":0}", RTCIceCandidateInit.class))
                .isEqualTo(byIndex);
        assertThat(Dictionaries.read(
                        "{\"candidate\":\"" + line
                                + "\",\"sdpMid\":\"0\",\"sdpMLineIndex\":null,\"usernameFragment\":\"ab12\",\"x\":1}",
                        RTCIceCandidateInit.class))
                .isEqualTo(new RTCIceCandidateInit(line, "0", OptionalInt.empty(), "ab12"));
        assertThat(Dictionaries.read("{}", RTCIceCandidateInit.class))
                .isEqualTo(new RTCIceCandidateInit("", "", OptionalInt.empty(), ""));
    }
}
