package dev.plumb.cli;

import dev.plumb.codecs.ffmpeg.FileRecorder;
import dev.plumb.codecs.ffmpeg.FileSource;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDtlsTransportState;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpSender;
import dev.plumb.objects.stats.RTCStatsReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The demo's call: one agent plays a file to another, which records what arrives. */
final class DemoCall implements AutoCloseable {
    private static final int CONNECT_SECONDS = 20;
    private static final int LOOK_MILLIS = 20;
    private static final long VIDEO_BPS = 2_500_000;
    private static final long AUDIO_BPS = 64_000;

    private final DemoSide sending = new DemoSide();
    private final DemoSide receiving = new DemoSide();
    private final FileSource file;
    private final FileRecorder recorder;
    private final BooleanSupplier stop;
    private final AtomicLong firstMediaNanos = new AtomicLong();
    private final CountDownLatch mediaFlows = new CountDownLatch(1);

    /** Creates a call of the demo. A call that is told to stop ends its waiting. */
    DemoCall(FileSource file, FileRecorder recorder, BooleanSupplier stop) {
        this.stop = stop;
        this.file = file;
        this.recorder = recorder;
    }

    /** Connects the two; returns how long that took, in milliseconds. */
    double connect() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(2);
        long began = System.nanoTime();
        for (DemoSide side : List.of(sending, receiving)) {
            side.plumb().dtlsTransport().onStateChange(s -> {
                if (s == RTCDtlsTransportState.CONNECTED) {
                    connected.countDown();
                }
            });
        }
        sending.tell(receiving);
        receiving.tell(sending);
        if (!reached(connected)) {
            throw new IllegalStateException("not connected within " + CONNECT_SECONDS + " s: ICE "
                    + sending.plumb().iceTransport().state().spec() + ", DTLS "
                    + sending.plumb().dtlsTransport().state().spec());
        }
        return (System.nanoTime() - began) / 1e6;
    }

    /**
     * Begins to send once the receiver has declared its constraints, to which the sender conforms. Returns once media
     * arrives.
     */
    void play() throws InterruptedException {
        receiving.plumb().onTrack(track -> {
            switch (track.kind()) {
                case AUDIO ->
                    track.onAudio(frame -> {
                        firstArrived();
                        recorder.audio(frame);
                    });
                case VIDEO ->
                    track.onVideo(frame -> {
                        firstArrived();
                        recorder.video(frame);
                    });
            }
        });
        file.audio().ifPresent(source -> send(sending.agent().audioTrack("file", source), AUDIO_BPS));
        file.video().ifPresent(source -> send(sending.agent().videoTrack("file", source), VIDEO_BPS));
        if (!reached(mediaFlows)) {
            throw new IllegalStateException("connected, but no media arrived within " + CONNECT_SECONDS + " s");
        }
    }

    /** Waits for a latch, or until the call is told to stop, which is no failure. */
    private boolean reached(CountDownLatch latch) throws InterruptedException {
        for (int waited = 0; waited < CONNECT_SECONDS * 1_000; waited += LOOK_MILLIS) {
            if (latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) || stop.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether sound or pictures have arrived, so that the recording holds some. */
    boolean mediaArrived() {
        return mediaFlows.getCount() == 0;
    }

    private void firstArrived() {
        if (firstMediaNanos.compareAndSet(0, System.nanoTime())) {
            mediaFlows.countDown();
        }
    }

    private void send(MediaStreamTrack track, long bitsPerSecond) {
        RTCRtpSender sender = sending.plumb().send(track);
        sender.send(sender.getParameters()
                .orElseThrow()
                .withEncodings(List.of(RTCRtpEncodingParameters.DEFAULT.withMaxBitrateBps(bitsPerSecond))));
    }

    /** Returns the seconds since the first sound or picture arrived. */
    double seconds() {
        return (System.nanoTime() - firstMediaNanos.get()) / 1e9;
    }

    DemoSample sample() {
        return DemoSample.of(seconds(), statsOf(sending), statsOf(receiving));
    }

    private static RTCStatsReport statsOf(DemoSide side) {
        List<RTCStatsReport> all =
                new ArrayList<>(List.of(side.plumb().dtlsTransport().getStats()));
        side.plumb().senders().forEach(s -> all.add(s.getStats()));
        side.plumb().receivers().forEach(r -> all.add(r.getStats()));
        return RTCStatsReport.merged(all);
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
