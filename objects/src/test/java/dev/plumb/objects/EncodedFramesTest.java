package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Encoded frames read, changed, dropped, inserted, injected, recorded and passed on. */
class EncodedFramesTest {
    private final SimMedia media = new SimMedia(19);

    private static RTCEncodedFrame flipped(RTCEncodedFrame frame) {
        byte[] data = frame.data().clone();
        // what comes before is what packetizers and forwarders look at
        for (int i = 10; i < data.length; i++) {
            data[i] ^= 0x5a;
        }
        return frame.withData(data);
    }

    private static RTCRtpTransform each(UnaryOperator<RTCEncodedFrame> change) {
        return RTCRtpTransform.of(frame -> List.of(change.apply(frame)));
    }

    @Test
    void whatTheSenderChangesTheReceiverChangesBack() {
        RTCRtpSender sender = media.pattern(320, 180);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        List<RTCEncodedFrame> out = new ArrayList<>();
        sender.transform(each(frame -> {
            out.add(frame);
            return flipped(frame);
        }));
        receiver.transform(each(EncodedFramesTest::flipped));
        receiver.receive(media.parameters(MediaKind.VIDEO, "VP8"));
        sender.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(2000);
        assertThat(media.pictures.size()).isGreaterThan(50);
        assertThat(((RTCEncodedVideoFrame) out.getFirst()).type()).isEqualTo(RTCEncodedVideoFrame.Type.KEY);
        assertThat(out.getFirst().metadata()).satisfies(m -> {
            assertThat(m.ssrc()).isEqualTo(sender.ssrcs().getFirst());
            assertThat(m.mimeType()).isEqualTo("video/VP8");
            assertThat(m.width()).isEqualTo(320);
        });
        receiver.transform(null);
        int changed = media.pictures.size();
        media.run(1000);
        assertThat(media.pictures.size()).isLessThan(changed + 5);
        sender.transform(null);
        media.run(2000);
        assertThat(media.pictures.size()).isGreaterThan(changed + 30);
    }

    @Test
    void whatTakesItsTimeKeepsItsTurn() {
        RTCRtpSender sender = media.tone(500);
        RTCRtpReceiver receiver = media.receiver(MediaKind.AUDIO);
        int[] number = {0};
        sender.transform((frame, transformer) -> {
            CompletableFuture<List<RTCEncodedFrame>> later = new CompletableFuture<>();
            long millis = number[0]++ % 5 * 7L;
            media.sim.clock.after(millis * 1_000_000L, () -> later.complete(List.of(frame)));
            return later;
        });
        List<Integer> sequences = new ArrayList<>();
        receiver.transform(RTCRtpTransform.of(frame -> {
            sequences.add(frame.metadata().sequenceNumber().orElseThrow());
            return List.of(frame);
        }));
        receiver.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sender.send(media.parameters(MediaKind.AUDIO, "opus"));
        media.run(3000);
        assertThat(sequences.size()).isGreaterThan(100);
        assertThat(sequences).isSorted();
        assertThat(media.longestSoundGapNanos(1)).isLessThan(1_000_000L);
    }

    @Test
    void framesAreDroppedAndKeyFramesAskedFor() {
        RTCRtpSender sender = media.pattern(320, 180);
        RTCRtpReceiver receiver = media.receiver(MediaKind.VIDEO);
        int[] frames = {0};
        List<RTCEncodedVideoFrame.Type> types = new ArrayList<>();
        receiver.transform((frame, transformer) -> {
            types.add(((RTCEncodedVideoFrame) frame).type());
            boolean drop = ++frames[0] == 20;
            if (drop) {
                transformer.sendKeyFrameRequest();
            }
            return CompletableFuture.completedFuture(drop ? List.of() : List.of(frame));
        });
        receiver.receive(media.parameters(MediaKind.VIDEO, "VP8"));
        sender.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(2000);
        assertThat(types.subList(20, types.size())).contains(RTCEncodedVideoFrame.Type.KEY);
        sender.generateKeyFrame();
        int before = types.size();
        media.run(200);
        assertThat(types.subList(before, types.size())).contains(RTCEncodedVideoFrame.Type.KEY);
    }

    @Test
    void anotherCallsPicturesArePassedOnWithoutTranscoding() {
        SimMedia.Way onwards = media.secondWay();
        RTCRtpParameters parameters = media.parameters(MediaKind.VIDEO, "VP8");
        RTCRtpReceiver middle = media.sim.b.rtpReceiver(MediaKind.VIDEO, media.sim.dtlsB);
        RTCRtpSender out = media.sim.b.rtpSender(MediaKind.VIDEO);
        out.setTransport(onwards.b());
        RTCEncodedFrameWriter writer = out.sendEncoded();
        middle.receiveEncoded(writer::write);
        writer.onKeyFrameRequest(rid -> middle.sendKeyFrameRequest());
        middle.receive(parameters);
        out.send(parameters);
        media.pattern(320, 180).send(parameters);
        media.run(2000);
        // whoever comes late gets a key frame through both calls
        RTCRtpReceiver end = media.sim.a.rtpReceiver(MediaKind.VIDEO, onwards.a());
        end.track().onVideo(f -> dev.plumb.media.device.TestPattern.numberIn(f).ifPresent(media.pictures::add));
        end.receive(parameters);
        media.run(1000);
        int settled = media.pictures.size();
        assertThat(settled).isPositive();
        media.run(2000);
        assertThat(media.pictures.size()).isGreaterThan(settled + 55);
        assertThat(media.missingPictures(settled)).isZero();
        assertThat(media.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void soundIsInjectedAndRecordedWithoutACodec() {
        RTCRtpCodecParameters l16 = new RTCRtpCodecParameters("L16", 107, 44_100, 1, List.of(), java.util.Map.of());
        RTCRtpParameters parameters = RTCRtpParameters.of("", List.of(l16));
        RTCRtpSender sender = media.sim.a.rtpSender(MediaKind.AUDIO);
        sender.setTransport(media.sim.dtlsA);
        RTCEncodedFrameWriter writer = sender.sendEncoded();
        List<RTCEncodedFrame> recorded = new ArrayList<>();
        RTCRtpReceiver receiver = media.sim.b.rtpReceiver(MediaKind.AUDIO, media.sim.dtlsB);
        receiver.receiveEncoded(recorded::add);
        receiver.receive(parameters);
        sender.send(parameters);
        for (int i = 0; i < 50; i++) {
            writer.write(RTCEncodedAudioFrame.of(new byte[] {(byte) i, 1, 2}, 0xffff_f000L + i * 441L));
            media.run(10);
        }
        media.run(100);
        assertThat(recorded).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(recorded.get(i).data()[0]).isEqualTo((byte) i);
            long ticks = recorded.get(i).metadata().rtpTimestamp()
                    - recorded.getFirst().metadata().rtpTimestamp();
            assertThat((int) ticks).isBetween(i * 441 - 1, i * 441 + 1);
        }
        assertThat(recorded.getFirst().metadata().mimeType()).isEqualTo("audio/L16");
    }
}
