package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.media.codec.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Five hundred streams on one transport, which come and go while others play. */
class ManyStreamsTest {
    private static final int STREAMS = 500;
    private static final int SAMPLES = 160;

    private final SimMedia media = new SimMedia(29);
    private final List<RTCRtpSender> senders = new ArrayList<>();
    private final List<RTCRtpReceiver> receivers = new ArrayList<>();
    private final List<RTCEncodedFrameWriter> writers = new ArrayList<>();
    private final int[] received = new int[STREAMS];
    private long timestamp;

    private void add(int number) {
        RTCRtpParameters parameters = media.parameters(MediaKind.AUDIO, "PCMU").withMuxId("s" + number);
        RTCRtpReceiver receiver = media.sim.b.rtpReceiver(MediaKind.AUDIO, media.sim.dtlsB);
        receiver.receiveEncoded(f -> received[number] += f.data()[0] == (byte) number ? 1 : 0);
        receiver.receive(parameters);
        RTCRtpSender sender = media.sim.a.rtpSender(MediaKind.AUDIO);
        writers.add(sender.sendEncoded());
        sender.setTransport(media.sim.dtlsA);
        sender.send(parameters);
        senders.add(sender);
        receivers.add(receiver);
    }

    private void removeLast() {
        senders.removeLast().stop();
        receivers.removeLast().stop();
        writers.removeLast();
    }

    /** One frame of every stream. */
    private void tick() {
        for (int i = 0; i < writers.size(); i++) {
            byte[] data = new byte[SAMPLES];
            data[0] = (byte) i;
            writers.get(i).write(RTCEncodedAudioFrame.of(data, timestamp));
        }
        timestamp += SAMPLES;
        media.run(20);
    }

    @Test
    void comeAndGoWithoutAGlitchInTheOthers() {
        RTCRtpSender sound = media.tone(500);
        RTCRtpReceiver heard = media.receiver(MediaKind.AUDIO);
        heard.receive(media.parameters(MediaKind.AUDIO, "opus"));
        sound.send(media.parameters(MediaKind.AUDIO, "opus"));
        RTCRtpSender pictures = media.pattern(160, 90);
        media.receiver(MediaKind.VIDEO).receive(media.parameters(MediaKind.VIDEO, "VP8"));
        pictures.send(media.parameters(MediaKind.VIDEO, "VP8"));
        media.run(2000);
        int soundBefore = media.sound.size();
        int picturesBefore = media.pictures.size();
        for (int i = 0; i < STREAMS; i++) {
            add(i);
            if (i % 10 == 9) {
                tick();
            }
        }
        for (int i = 0; i < 50; i++) {
            tick();
        }
        for (int i = 0; i < STREAMS; i++) {
            assertThat(received[i]).as("stream %d", i).isGreaterThanOrEqualTo(50);
        }
        assertThat(media.sim.dtlsB.getStats()).isNotNull();
        for (int i = 0; i < STREAMS; i++) {
            removeLast();
            if (i % 10 == 9) {
                tick();
            }
        }
        media.run(1000);
        assertThat(media.longestSoundGapNanos(soundBefore)).isLessThan(1_000_000L);
        assertThat(heard.getStats().first("inbound-rtp").orElseThrow().number("concealedSamples"))
                .isZero();
        assertThat(media.missingPictures(picturesBefore)).isZero();
        assertThat(media.longestPictureGapNanos(picturesBefore)).isLessThan(67_000_000L);
        assertThat(media.sim.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }
}
