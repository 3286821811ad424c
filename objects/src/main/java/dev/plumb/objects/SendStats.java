package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.engine.AudioSender;
import dev.plumb.media.engine.VideoSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.rtp.RtpSendStream;
import dev.plumb.rtp.rtp.SendStreamStats;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a sent stream, of its source and of the other side's reports about it.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#outboundrtpstats-dict* webrtc-stats, RTCOutboundRtpStreamStats
 * @spec https://www.w3.org/TR/webrtc-stats/#remoteinboundrtpstats-dict* Identifiers for WebRTC's Statistics API 8.4
 */
final class SendStats {
    private final MediaKind kind;
    private final StreamStats stats;

    SendStats(RTCDtlsTransport dtls, MediaKind kind, double timestampMillis) {
        this.kind = kind;
        this.stats = new StreamStats(dtls, kind, timestampMillis);
    }

    List<RTCStats> of(
            RtpSendStream stream,
            RTCRtpCodecParameters codec,
            String mid,
            RTCRtpEncodingParameters encoding,
            int index,
            SendPipeline pipeline,
            @Nullable MediaStreamTrack track) {
        SendStreamStats s = stream.stats();
        String id = stats.id("outbound", stream.ssrc());
        String codecId = stats.codec("send", codec);
        Map<String, Object> m = stats.stream(stream.ssrc(), codecId);
        names(m, stream, mid, encoding, kind == MediaKind.VIDEO ? OptionalInt.of(index) : OptionalInt.empty());
        counters(m, s);
        if (kind == MediaKind.VIDEO) {
            m.put("pliCount", s.pliCount());
            m.put("firCount", s.firCount());
            m.put("framesSent", s.framesSent());
        }
        encoder(m, pipeline, encoding);
        if (track != null) {
            m.put("mediaSourceId", source(track, pipeline));
        }
        if (s.reported()) {
            m.put("remoteId", remote(id, codecId, stream.ssrc(), s));
        }
        stats.put(id, "outbound-rtp", m);
        return stats.all();
    }

    private static void names(
            Map<String, Object> m,
            RtpSendStream stream,
            String mid,
            RTCRtpEncodingParameters encoding,
            OptionalInt index) {
        m.put("active", encoding.active());
        index.ifPresent(i -> m.put("encodingIndex", i));
        if (!mid.isEmpty()) {
            m.put("mid", mid);
        }
        if (!encoding.rid().isEmpty()) {
            m.put("rid", encoding.rid());
        }
        if (stream.config().hasRtx()) {
            m.put("rtxSsrc", stream.config().rtxSsrc());
        }
    }

    private static void counters(Map<String, Object> m, SendStreamStats s) {
        m.put("packetsSent", s.packetsSent());
        m.put("bytesSent", s.bytesSent());
        m.put("headerBytesSent", s.headerBytesSent());
        m.put("retransmittedPacketsSent", s.retransmittedPacketsSent());
        m.put("retransmittedBytesSent", s.retransmittedBytesSent());
        m.put("nackCount", s.nackCount());
        m.put("totalPacketSendDelay", s.waitedNanos() / 1e9);
    }

    private static void encoder(Map<String, Object> m, SendPipeline pipeline, RTCRtpEncodingParameters encoding) {
        VideoSender video = pipeline.video();
        if (encoding.active() && (video != null || pipeline.audio() != null)) {
            m.put("targetBitrate", pipeline.rate().bitsPerSecond());
        }
        if (video == null) {
            return;
        }
        m.put("framesEncoded", video.framesEncoded());
        m.put("keyFramesEncoded", video.keyFramesEncoded());
        m.put("totalEncodeTime", video.encodeNanos() / 1e9);
        m.put("framesPerSecond", encoding.active() ? video.framesPerSecond() : 0);
        m.put("hugeFramesSent", video.hugeFrames());
        m.put("encoderImplementation", pipeline.encoderName());
        m.put("qualityLimitationReason", video.limitation().name().toLowerCase(Locale.ROOT));
        m.put("qualityLimitationResolutionChanges", 0L);
        if (video.width() > 0) {
            m.put("frameWidth", video.width());
            m.put("frameHeight", video.height());
        }
    }

    private String source(MediaStreamTrack track, SendPipeline pipeline) {
        Map<String, Object> m = new HashMap<>();
        m.put("kind", kind.spec());
        m.put("trackIdentifier", track.id());
        AudioSender audio = pipeline.audio();
        if (audio != null) {
            m.put("audioLevel", audio.level());
            m.put("totalAudioEnergy", audio.totalEnergy());
            m.put("totalSamplesDuration", audio.totalSeconds());
            m.put("droppedSamplesDuration", pipeline.soundDroppedSeconds());
            m.put("droppedSamplesEvents", pipeline.soundDrops());
        }
        VideoSender video = pipeline.video();
        if (video != null && video.sourceWidth() > 0) {
            m.put("width", video.sourceWidth());
            m.put("height", video.sourceHeight());
            m.put("frames", video.sourceFrames());
            m.put("framesPerSecond", video.sourceFramesPerSecond());
        }
        String id = stats.id("source", track.id());
        stats.put(id, "media-source", m);
        return id;
    }

    private String remote(String id, String codecId, long ssrc, SendStreamStats s) {
        Map<String, Object> m = stats.stream(ssrc, codecId);
        m.put("localId", id);
        m.put("packetsLost", s.remotePacketsLost());
        m.put("fractionLost", s.remoteFractionLost());
        m.put("jitter", s.remoteJitterSeconds());
        m.put("roundTripTimeMeasurements", s.roundTripTimeMeasurements());
        m.put("totalRoundTripTime", s.totalRoundTripTimeNanos() / 1e9);
        if (s.roundTripTimeMeasurements() > 0) {
            m.put("roundTripTime", s.roundTripTimeNanos() / 1e9);
        }
        stats.put(id + "-remote", "remote-inbound-rtp", m);
        return id + "-remote";
    }
}
