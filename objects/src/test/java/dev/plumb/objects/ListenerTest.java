package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumb.media.codec.MediaKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that nobody takes, packets as they are, SSRCs that two sides use, and goodbyes. */
class ListenerTest {
    private final SimMedia media = new SimMedia(11);

    @Test
    void aStreamWithoutReceiverIsReportedAndGoesToOneMadeThen() {
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        RTCRtpListener listener = media.sim.b.rtpListener(media.sim.dtlsB, parameters.headerExtensions());
        List<RTCRtpUnhandled> unhandled = new ArrayList<>();
        listener.onUnhandledRtp(unhandled::add);
        RTCRtpSender sender = media.tone(500);
        sender.send(parameters);
        media.run(2000);
        assertThat(unhandled)
                .containsExactly(new RTCRtpUnhandled(
                        "a",
                        "",
                        RtpParameters.payloadType(parameters, "opus"),
                        sender.ssrcs().getFirst()));
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(RTCRtpParameters.of("", parameters.codecs())
                .withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withSsrc(
                        unhandled.getFirst().ssrc()))));
        media.run(1000);
        assertThat(media.sound).isNotEmpty();
        assertThat(receiver.getStats().first("remote-outbound-rtp"))
                .as("the report that came before the receiver")
                .isPresent();
    }

    @Test
    void packetsAreSentAndReceivedAsTheyAre() {
        List<RTCRtpPacket> received = new ArrayList<>();
        media.sim.b.rtpListener(media.sim.dtlsB).onPacket(received::add);
        RTCRtpPacketSender sender = media.sim.a.rtpPacketSender(media.sim.dtlsA);
        List<RTCRtpPacket> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] bytes = {(byte) 0x80, 100, 0, (byte) i, 0, 0, 0, (byte) i, 1, 2, 3, 4, 9, 8, 7, (byte) i};
            sent.add(new RTCRtpPacket(bytes));
            assertThat(sender.send(sent.getLast())).isTrue();
        }
        media.run(100);
        assertThat(received.stream().map(p -> Arrays.toString(p.bytes())))
                .containsExactlyElementsOf(
                        sent.stream().map(p -> Arrays.toString(p.bytes())).toList());
        assertThat(received.getLast().ssrc()).isEqualTo(0x01020304L);
        assertThat(received.getLast().payloadType()).isEqualTo(100);
        assertThat(sender.send(new RTCRtpPacket(Arrays.copyOf(sent.getLast().bytes(), 2000))))
                .isFalse();
    }

    @Test
    void oneCallsPacketsGoOnUnchangedInAnother() {
        SimMedia.Way onwards = media.secondWay();
        RTCRtpReceiver relayed = media.sim.b.rtpReceiver(MediaKind.AUDIO, media.sim.dtlsB);
        relayed.receiveEncoded(frame -> {});
        RTCRtpPacketSender out = media.sim.b.rtpPacketSender(onwards.b());
        relayed.onPacket(out::send);
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        relayed.receive(parameters);
        RTCRtpReceiver end = media.sim.a.rtpReceiver(MediaKind.AUDIO, onwards.a());
        end.track().onAudio(media.sound::add);
        end.receive(parameters);
        media.tone(500).send(parameters);
        media.run(2000);
        assertThat(media.sound.size()).isGreaterThan(50);
    }

    @Test
    void anSsrcThatTheOtherSideUsesTooIsGivenUp() {
        RTCRtpSender sender = media.pattern(320, 180);
        media.receiver(MediaKind.VIDEO).receive(media.parameters(MediaKind.VIDEO, "VP8"));
        sender.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(1000);
        long ssrc = sender.ssrcs().getFirst();
        List<RTCSsrcConflict> conflicts = new ArrayList<>();
        sender.onSsrcConflict(conflicts::add);
        byte[] theirs = {
            (byte) 0x80,
            96,
            0,
            1,
            0,
            0,
            0,
            1,
            (byte) (ssrc >> 24),
            (byte) (ssrc >> 16),
            (byte) (ssrc >> 8),
            (byte) ssrc,
            1
        };
        media.sim.b.rtpPacketSender(media.sim.dtlsB).send(new RTCRtpPacket(theirs));
        media.run(100);
        int before = media.pictures.size();
        media.run(1000);
        assertThat(conflicts).containsExactly(new RTCSsrcConflict(ssrc));
        assertThat(sender.ssrcs()).hasSize(1).doesNotContain(ssrc);
        assertThat(media.pictures.size()).isGreaterThan(before + 25);
    }

    @Test
    void stopSaysGoodbyeAndMutesTheTrack() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        receiver.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(1000);
        assertThat(receiver.track().muted()).isFalse();
        sender.stop();
        media.run(100);
        assertThat(receiver.track().muted()).isTrue();
        assertThat(media.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void packetsThatWouldUseAKeyStreamTwiceAreRefused() {
        RTCRtpPacketSender sender = media.sim.a.rtpPacketSender(media.sim.dtlsA);
        byte[] bytes = {(byte) 0x80, 100, 0, 7, 0, 0, 0, 0, 1, 2, 3, 4, 9};
        assertThat(sender.send(new RTCRtpPacket(bytes))).isTrue();
        byte[] other = bytes.clone();
        other[12] = 8;
        assertThatExceptionOfType(RTCException.class)
                .isThrownBy(() -> sender.send(new RTCRtpPacket(other)))
                .satisfies(e -> assertThat(e.name()).isEqualTo(RTCException.Name.INVALID_ACCESS));
        RTCRtpSender tone = media.tone(500);
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "opus");
        tone.send(parameters.withEncodings(
                List.of(parameters.encodings().getFirst().withSsrc(0x01020305L))));
        byte[] ofTheSender = bytes.clone();
        ofTheSender[11] = 5;
        assertThatExceptionOfType(RTCException.class)
                .isThrownBy(() -> sender.send(new RTCRtpPacket(ofTheSender)))
                .satisfies(e -> assertThat(e.name()).isEqualTo(RTCException.Name.INVALID_ACCESS));
        assertThat(media.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
