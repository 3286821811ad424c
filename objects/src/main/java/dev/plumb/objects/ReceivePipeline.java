package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.AudioDecoder;
import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.codec.VideoDecoder;
import dev.plumb.media.engine.AudioReceiver;
import dev.plumb.media.engine.VideoReceiver;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.rtp.RtpReceiver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What a receiver receives, decoded on a worker of its own and given to its track. */
final class ReceivePipeline {
    private static final double VIDEO_CLOCK_HZ = 90_000;

    private final Agent agent;
    private final MediaKind kind;
    private final MediaTransport media;
    private final MediaStreamTrack track;
    private final Loop worker;
    private @Nullable RtpReceiver receiver;
    private volatile @Nullable RTCRtpParameters parameters;
    private @Nullable AudioReceiver audio;
    private @Nullable VideoReceiver video;
    private int videoPayloadType = -1;
    private long firstNanos;
    private long lastTimestamp = -1;
    private long timestampTicks;
    private boolean closed;

    ReceivePipeline(Agent agent, MediaKind kind, MediaTransport media, MediaStreamTrack track) {
        this.agent = agent;
        this.kind = kind;
        this.media = media;
        this.track = track;
        this.worker = agent.newWorker();
    }

    void update(RTCRtpParameters wanted) {
        parameters = wanted;
        var config = RtpMapping.receiver(wanted, kind == MediaKind.VIDEO);
        RtpReceiver present = receiver;
        if (present == null) {
            receiver = media.addReceiver(config, this);
        } else {
            media.replaceReceiver(present, config);
        }
    }

    /** The id of MID in what it was given last; 0 for none. */
    int midId() {
        RTCRtpParameters p = parameters;
        return p == null ? 0 : MediaTransport.midId(p);
    }

    // ---- audio ------------------------------------------------------------------------------------------------------

    void audio(AudioPacket packet) {
        if (closed) {
            return;
        }
        AudioReceiver to = audio;
        if (to == null) {
            to = new AudioReceiver(worker, this::audioDecoder, track::deliver);
            audio = to;
        }
        track.setMuted(false);
        to.accept(packet);
    }

    private @Nullable AudioDecoder audioDecoder(int payloadType) {
        return format(payloadType)
                .flatMap(f -> agent.codecs().providerOf(f).map(p -> p.audioDecoder(f)))
                .orElse(null);
    }

    private Optional<CodecFormat> format(int payloadType) {
        RTCRtpParameters p = parameters;
        return p == null ? Optional.empty() : p.codec(payloadType).map(c -> c.toFormat(kind));
    }

    // ---- video ------------------------------------------------------------------------------------------------------

    void video(EncodedFrame frame) {
        if (closed) {
            return;
        }
        VideoReceiver to = video;
        if (to == null || frame.payloadType() != videoPayloadType) {
            if (to != null) {
                to.close();
            }
            to = videoReceiver(frame.payloadType());
            video = to;
            videoPayloadType = frame.payloadType();
        }
        track.setMuted(false);
        if (to != null) {
            to.accept(new EncodedPicture(frame.data(), frame.keyFrame(), frame.width(), frame.height(), timeOf(frame)));
        }
    }

    private @Nullable VideoReceiver videoReceiver(int payloadType) {
        Optional<CodecFormat> format = format(payloadType);
        Optional<VideoDecoder> decoder =
                format.flatMap(f -> agent.codecs().providerOf(f).map(p -> p.videoDecoder(f)));
        return decoder.map(d -> new VideoReceiver(worker, d, track::deliver, this::keyFrameNeeded))
                .orElse(null);
    }

    /** On the sender's clock from the first picture's arrival on, so that the pace is that of capture. */
    private long timeOf(EncodedFrame frame) {
        if (lastTimestamp < 0) {
            firstNanos = frame.receivedNanos();
        } else {
            timestampTicks += (int) (frame.rtpTimestamp() - lastTimestamp);
        }
        lastTimestamp = frame.rtpTimestamp();
        long nanos = firstNanos + (long) (timestampTicks * 1e9 / VIDEO_CLOCK_HZ);
        // clocks drift apart, streams restart: far from arrival, begin anew
        if (Math.abs(nanos - frame.receivedNanos()) > 1_000_000_000L) {
            firstNanos = frame.receivedNanos();
            timestampTicks = 0;
            return firstNanos;
        }
        return nanos;
    }

    private void keyFrameNeeded() {
        try {
            agent.loop().execute(() -> {
                RtpReceiver from = receiver;
                if (!closed && from != null) {
                    media.requireKeyFrame(from);
                }
            });
        } catch (RejectedExecutionException e) {
            System.getLogger(ReceivePipeline.class.getName())
                    .log(System.Logger.Level.TRACE, "key frame wanted after the end", e);
        }
    }

    // ---- end --------------------------------------------------------------------------------------------------------

    /** The sender has ended a stream. */
    void bye(long ssrc) {
        RtpReceiver from = receiver;
        if (from != null && from.stats().stream().anyMatch(s -> s.ssrc() == ssrc)) {
            track.setMuted(true);
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (receiver != null) {
            media.removeReceiver(receiver);
        }
        if (audio != null) {
            audio.close();
        }
        if (video != null) {
            video.close();
        }
        agent.endWorker(worker);
    }

    List<RTCStats> stats() {
        RtpReceiver from = receiver;
        RTCRtpParameters p = parameters;
        return from == null || p == null
                ? List.of()
                : RtpStats.inbound(media.dtls(), kind, from, p, audio, video, track, agent.loop());
    }
}
