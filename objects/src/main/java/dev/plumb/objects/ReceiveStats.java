package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.engine.AudioReceiver;
import dev.plumb.media.engine.VideoReceiver;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.rtp.ReceiveStreamStats;
import dev.plumb.rtp.rtp.RtpReceiver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a receiver's streams, and of their sender's reports.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#inboundrtpstats-dict* webrtc-stats, RTCInboundRtpStreamStats
 * @spec https://www.w3.org/TR/webrtc-stats/#remoteoutboundrtpstats-dict* Identifiers for WebRTC's Statistics API 8.6
 */
final class ReceiveStats {
    private static final double NTP_EPOCH_MILLIS = 2_208_988_800_000.0;

    private final MediaKind kind;
    private final Loop loop;
    private final StreamStats stats;

    ReceiveStats(RTCDtlsTransport dtls, MediaKind kind, Loop loop) {
        this.kind = kind;
        this.loop = loop;
        this.stats = new StreamStats(dtls, kind, loop.wallNanos() / 1e6);
    }

    /**
     *
     * @param decodedSsrc the SSRC of the video stream that is decoded, of several
     */
    List<RTCStats> of(
            RtpReceiver receiver,
            RTCRtpParameters parameters,
            @Nullable AudioReceiver audio,
            @Nullable VideoReceiver video,
            long decodedSsrc,
            MediaStreamTrack track) {
        for (ReceiveStreamStats s : receiver.stats()) {
            String id = stats.id("inbound", s.ssrc());
            String codecId = parameters
                    .codec(s.payloadType())
                    .map(c -> stats.codec("receive", c))
                    .orElse("");
            Map<String, Object> m = stats.stream(s.ssrc(), codecId);
            m.put("trackIdentifier", track.id());
            if (!parameters.muxId().isEmpty()) {
                m.put("mid", parameters.muxId());
            }
            stream(m, s);
            if (kind == MediaKind.VIDEO) {
                frames(m, s, s.ssrc() == decodedSsrc ? video : null);
            } else if (audio != null) {
                sound(m, s, audio);
            }
            if (s.remoteReports() > 0) {
                m.put("remoteId", remote(id, codecId, s));
            }
            stats.put(id, "inbound-rtp", m);
        }
        return stats.all();
    }

    private void stream(Map<String, Object> m, ReceiveStreamStats s) {
        m.put("packetsReceived", s.packetsReceived());
        m.put("bytesReceived", s.bytesReceived());
        m.put("headerBytesReceived", s.headerBytesReceived());
        m.put("packetsLost", s.packetsLost());
        m.put("jitter", s.jitterSeconds());
        m.put("packetsDiscarded", s.packetsDiscarded());
        m.put("nackCount", s.nackCount());
        if (s.rtxSsrc() >= 0) {
            m.put("rtxSsrc", s.rtxSsrc());
            m.put("retransmittedPacketsReceived", s.retransmittedPacketsReceived());
            m.put("retransmittedBytesReceived", s.retransmittedBytesReceived());
        }
        if (s.lastPacketReceivedNanos() != 0) {
            long ago = loop.nowNanos() - s.lastPacketReceivedNanos();
            m.put("lastPacketReceivedTimestamp", (loop.wallNanos() - ago) / 1e6);
        }
    }

    private static void frames(Map<String, Object> m, ReceiveStreamStats s, @Nullable VideoReceiver video) {
        m.put("framesReceived", s.framesReceived());
        m.put("pliCount", s.pliCount());
        m.put("firCount", s.firCount());
        if (video == null) {
            return;
        }
        m.put("framesDecoded", video.framesDecoded());
        m.put("keyFramesDecoded", video.keyFramesDecoded());
        m.put("framesDropped", s.framesDropped() + video.framesDropped());
        m.put("framesPerSecond", video.framesPerSecond());
        m.put("totalDecodeTime", video.decodeNanos() / 1e9);
        m.put("jitterBufferDelay", video.waitedSeconds());
        m.put("jitterBufferTargetDelay", video.wantedSeconds());
        m.put("jitterBufferEmittedCount", video.emitted());
        m.put("totalInterFrameDelay", video.totalInterFrameSeconds());
        m.put("totalSquaredInterFrameDelay", video.totalSquaredInterFrameSeconds());
        m.put("freezeCount", video.freezes());
        m.put("totalFreezesDuration", video.totalFreezeSeconds());
        if (!video.decoderName().isEmpty()) {
            m.put("decoderImplementation", video.decoderName());
        }
        if (video.width() > 0) {
            m.put("frameWidth", video.width());
            m.put("frameHeight", video.height());
        }
    }

    private void sound(Map<String, Object> m, ReceiveStreamStats s, AudioReceiver audio) {
        var buffer = audio.bufferStats();
        m.put("packetsDiscarded", s.packetsDiscarded() + buffer.late() + buffer.overflowed());
        m.put("totalSamplesReceived", audio.samplesPlayed());
        m.put("concealedSamples", audio.samplesConcealed());
        m.put("silentConcealedSamples", audio.samplesMissed());
        m.put("removedSamplesForAcceleration", audio.samplesRemoved());
        m.put("concealmentEvents", audio.concealments());
        m.put("audioLevel", audio.level());
        m.put("totalAudioEnergy", audio.totalEnergy());
        m.put("totalSamplesDuration", audio.totalSeconds());
        m.put("jitterBufferDelay", audio.delaySampleSeconds());
        m.put("jitterBufferTargetDelay", audio.targetSampleSeconds());
        m.put("jitterBufferEmittedCount", audio.samplesDecoded());
        long playing = audio.captureWallNanosAt(loop.nowNanos());
        if (playing != EncodedFrame.UNKNOWN) {
            m.put("estimatedPlayoutTimestamp", playing / 1e6 + NTP_EPOCH_MILLIS);
        }
    }

    private String remote(String id, String codecId, ReceiveStreamStats s) {
        Map<String, Object> m = stats.stream(s.ssrc(), codecId);
        m.put("localId", id);
        m.put("packetsSent", s.remotePacketsSent());
        m.put("bytesSent", s.remoteBytesSent());
        m.put("remoteTimestamp", s.remoteWallNanos() / 1e6);
        m.put("reportsSent", s.remoteReports());
        stats.put(id + "-remote", "remote-outbound-rtp", m);
        return id + "-remote";
    }
}
