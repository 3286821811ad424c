package dev.plumb.examples.manystreams;

import dev.plumb.base.loop.Loop;
import dev.plumb.examples.support.Pair;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCEncodedAudioFrame;
import dev.plumb.objects.RTCEncodedFrameWriter;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A stream of PCMU frames that is neither encoded nor decoded, ten frames a second. */
final class InjectedStream {
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int FRAME_BYTES = 160;
    private static final int TICKS = 800;
    private static final byte SILENCE = (byte) 0xff;

    private final RTCRtpSender sender;
    private final RTCRtpReceiver receiver;
    private final RTCEncodedFrameWriter writer;
    private final Loop loop;
    private final AtomicLong received = new AtomicLong();
    private long timestamp;
    private volatile boolean closed;

    private InjectedStream(RTCRtpSender sender, RTCRtpReceiver receiver, Loop loop) {
        this.sender = sender;
        this.receiver = receiver;
        this.writer = sender.sendEncoded();
        this.loop = loop;
        receiver.receiveEncoded(frame -> received.incrementAndGet());
    }

    /** Adds a stream to a pair's transport. The receiver declares its capabilities, and the sender conforms. */
    static InjectedStream open(Pair pair, String muxId) {
        Agent from = pair.left().getAgent();
        Agent to = pair.right().getAgent();
        RTCRtpCapabilities all = to.getReceiverCapabilities(MediaKind.AUDIO);
        RTCRtpCapabilities pcmu = all.withCodecs(
                all.codecs().stream().filter(c -> c.name().equals("PCMU")).toList());
        InjectedStream made = new InjectedStream(
                from.rtpSender(MediaKind.AUDIO),
                to.rtpReceiver(MediaKind.AUDIO, pair.right().dtlsTransport()),
                from.loop());
        made.sender.setTransport(pair.left().dtlsTransport());
        made.receiver.receive(pcmu.toReceiveParameters(muxId));
        made.sender.send(from.getSenderCapabilities(MediaKind.AUDIO).toSendParameters(muxId, pcmu));
        from.loop().execute(made::tick);
        return made;
    }

    private void tick() {
        if (!closed) {
            byte[] frame = new byte[FRAME_BYTES];
            Arrays.fill(frame, SILENCE);
            writer.write(RTCEncodedAudioFrame.of(frame, timestamp));
            timestamp += TICKS;
            loop.schedule(loop.nowNanos() + PAUSE_NANOS, this::tick);
        }
    }

    long received() {
        return received.get();
    }

    void close() {
        closed = true;
        sender.stop();
        receiver.stop();
    }
}
