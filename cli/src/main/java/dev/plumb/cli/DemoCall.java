package dev.plumb.cli;

import dev.plumb.codecs.ffmpeg.FileRecorder;
import dev.plumb.codecs.ffmpeg.FileSource;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDtlsTransportState;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The demo's call: one agent plays a file to another, which records what arrives. */
final class DemoCall implements AutoCloseable {
    private static final int CONNECT_SECONDS = 20;
    private static final long VIDEO_BPS = 2_500_000;
    private static final long AUDIO_BPS = 64_000;

    private final DemoSide sending = new DemoSide();
    private final DemoSide receiving = new DemoSide();
    private final FileSource file;
    private final FileRecorder recorder;
    private final List<RTCRtpSender> senders = new ArrayList<>();
    private final List<RTCRtpReceiver> receivers = new ArrayList<>();
    private final AtomicLong firstMediaNanos = new AtomicLong();
    private final CountDownLatch mediaFlows = new CountDownLatch(1);

    DemoCall(FileSource file, FileRecorder recorder) {
        this.file = file;
        this.recorder = recorder;
    }

    /** Connects the two; returns how long that took, in milliseconds. */
    double connect() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(2);
        long began = System.nanoTime();
        for (DemoSide side : List.of(sending, receiving)) {
            side.dtls().onStateChange(s -> {
                if (s == RTCDtlsTransportState.CONNECTED) {
                    connected.countDown();
                }
            });
        }
        String ofSending = sending.describeTransport();
        String ofReceiving = receiving.describeTransport();
        receiving.start(ofSending, RTCIceRole.CONTROLLED);
        sending.start(ofReceiving, RTCIceRole.CONTROLLING);
        // each in its own loop: what one finds is handed over to the other's
        sending.trickle(json -> receiving.agent().loop().execute(() -> receiving.candidate(json)));
        receiving.trickle(json -> sending.agent().loop().execute(() -> sending.candidate(json)));
        if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not connected within " + CONNECT_SECONDS + " s: ICE "
                    + sending.ice().state().spec() + ", DTLS "
                    + sending.dtls().state().spec());
        }
        return (System.nanoTime() - began) / 1e6;
    }

    /** The receiver says what it is willing to receive; the sender conforms and begins. Returns once media arrives. */
    void play() throws InterruptedException {
        file.audio().ifPresent(source -> {
            MediaStreamTrack track = sending.agent().audioTrack("file", source);
            send(track, AUDIO_BPS).onAudio(frame -> {
                firstArrived();
                recorder.audio(frame);
            });
        });
        file.video().ifPresent(source -> {
            MediaStreamTrack track = sending.agent().videoTrack("file", source);
            send(track, VIDEO_BPS).onVideo(frame -> {
                firstArrived();
                recorder.video(frame);
            });
        });
        if (!mediaFlows.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("connected, but no media arrived within " + CONNECT_SECONDS + " s");
        }
    }

    private void firstArrived() {
        if (firstMediaNanos.compareAndSet(0, System.nanoTime())) {
            mediaFlows.countDown();
        }
    }

    private MediaStreamTrack send(MediaStreamTrack track, long bitsPerSecond) {
        MediaKind kind = track.kind();
        RTCRtpParameters willing = receiving.willingToReceive(kind);
        RTCRtpReceiver receiver = receiving.agent().rtpReceiver(kind, receiving.dtls());
        receiver.receive(willing);
        receivers.add(receiver);
        RTCRtpSender sender = sending.agent().rtpSender(track, sending.dtls());
        sender.send(DemoSide.readParameters(DemoSide.write(willing))
                .withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(bitsPerSecond))));
        senders.add(sender);
        return receiver.track();
    }

    /** Seconds since the first sound or picture arrived. */
    double seconds() {
        return (System.nanoTime() - firstMediaNanos.get()) / 1e9;
    }

    DemoSample sample() {
        List<RTCStatsReport> sent = new ArrayList<>(List.of(sending.dtls().getStats()));
        senders.forEach(s -> sent.add(s.getStats()));
        List<RTCStatsReport> received = new ArrayList<>(List.of(receiving.dtls().getStats()));
        receivers.forEach(r -> received.add(r.getStats()));
        return DemoSample.of(seconds(), RTCStatsReport.merged(sent), RTCStatsReport.merged(received));
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
