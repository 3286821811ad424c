package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.engine.AudioReceiver;
import dev.plumb.media.engine.AudioSender;
import dev.plumb.media.engine.VideoReceiver;
import dev.plumb.media.engine.VideoSender;
import dev.plumb.objects.stats.RTCStats;
import dev.plumb.rtp.rtp.ReceiveStreamStats;
import dev.plumb.rtp.rtp.RtpReceiver;
import dev.plumb.rtp.rtp.RtpSendStream;
import dev.plumb.rtp.rtp.SendStreamStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of streams sent and received.
 *
 * @spec https://www.w3.org/TR/webrtc-stats/#rtctatstype-* Identifiers for WebRTC's Statistics API 8
 */
final class RtpStats {
    private RtpStats() {}

    static List<RTCStats> outbound(
            RTCDtlsTransport dtls,
            MediaKind kind,
            RtpSendStream stream,
            RTCRtpCodecParameters codec,
            @Nullable AudioSender audio,
            @Nullable VideoSender video,
            @Nullable MediaStreamTrack track,
            RTCRtpEncodingParameters encoding,
            double timestamp) {
        List<RTCStats> all = new ArrayList<>();
        SendStreamStats s = stream.stats();
        String transport = TransportStats.idOf(dtls);
        String id = transport + "-outbound-" + stream.ssrc();
        String codecId = codec(all, transport, "send", kind, codec, timestamp);
        Map<String, Object> m = common(kind, stream.ssrc(), transport, codecId);
        m.put("active", encoding.active());
        m.put("packetsSent", s.packetsSent());
        m.put("bytesSent", s.bytesSent());
        m.put("headerBytesSent", s.headerBytesSent());
        m.put("retransmittedPacketsSent", s.retransmittedPacketsSent());
        m.put("retransmittedBytesSent", s.retransmittedBytesSent());
        m.put("nackCount", s.nackCount());
        if (!encoding.rid().isEmpty()) {
            m.put("rid", encoding.rid());
        }
        if (kind == MediaKind.VIDEO) {
            m.put("pliCount", s.pliCount());
            m.put("firCount", s.firCount());
            m.put("framesSent", s.framesSent());
        }
        if (video != null) {
            m.put("framesEncoded", video.framesEncoded());
            m.put("keyFramesEncoded", video.keyFramesEncoded());
            m.put("totalEncodeTime", video.encodeNanos() / 1e9);
            if (video.width() > 0) {
                m.put("frameWidth", video.width());
                m.put("frameHeight", video.height());
            }
        }
        if (track != null) {
            m.put("mediaSourceId", source(all, id, kind, track, audio, timestamp));
        }
        if (s.roundTripTimeMeasurements() > 0) {
            m.put("remoteId", remoteInbound(all, id, kind, stream.ssrc(), transport, codecId, s, timestamp));
        }
        all.add(new RTCStats(id, "outbound-rtp", timestamp, m));
        return all;
    }

    private static String source(
            List<RTCStats> all,
            String id,
            MediaKind kind,
            MediaStreamTrack track,
            @Nullable AudioSender audio,
            double at) {
        Map<String, Object> m = new HashMap<>();
        m.put("kind", kind.spec());
        m.put("trackIdentifier", track.id());
        if (audio != null) {
            m.put("totalAudioEnergy", audio.totalEnergy());
            m.put("totalSamplesDuration", audio.totalSeconds());
        }
        all.add(new RTCStats(id + "-source", "media-source", at, m));
        return id + "-source";
    }

    private static String remoteInbound(
            List<RTCStats> all,
            String id,
            MediaKind kind,
            long ssrc,
            String transport,
            String codecId,
            SendStreamStats s,
            double timestamp) {
        Map<String, Object> m = common(kind, ssrc, transport, codecId);
        m.put("localId", id);
        m.put("packetsLost", s.remotePacketsLost());
        m.put("fractionLost", s.remoteFractionLost());
        m.put("jitter", s.remoteJitterSeconds());
        m.put("roundTripTime", s.roundTripTimeNanos() / 1e9);
        m.put("totalRoundTripTime", s.totalRoundTripTimeNanos() / 1e9);
        m.put("roundTripTimeMeasurements", s.roundTripTimeMeasurements());
        all.add(new RTCStats(id + "-remote", "remote-inbound-rtp", timestamp, m));
        return id + "-remote";
    }

    static List<RTCStats> inbound(
            RTCDtlsTransport dtls,
            MediaKind kind,
            RtpReceiver receiver,
            RTCRtpParameters parameters,
            @Nullable AudioReceiver audio,
            @Nullable VideoReceiver video,
            MediaStreamTrack track,
            Loop loop) {
        List<RTCStats> all = new ArrayList<>();
        double timestamp = loop.wallNanos() / 1e6;
        String transport = TransportStats.idOf(dtls);
        for (ReceiveStreamStats s : receiver.stats()) {
            String id = transport + "-inbound-" + s.ssrc();
            String codecId = parameters
                    .codec(s.payloadType())
                    .map(c -> codec(all, transport, "receive", kind, c, timestamp))
                    .orElse("");
            Map<String, Object> m = common(kind, s.ssrc(), transport, codecId);
            m.put("trackIdentifier", track.id());
            if (!parameters.muxId().isEmpty()) {
                m.put("mid", parameters.muxId());
            }
            stream(m, s, loop);
            if (kind == MediaKind.VIDEO) {
                video(m, s, video);
            } else if (audio != null) {
                audio(m, audio);
            }
            if (s.remoteWallNanos() != 0) {
                m.put("remoteId", remoteOutbound(all, id, kind, s, transport, codecId, timestamp));
            }
            all.add(new RTCStats(id, "inbound-rtp", timestamp, m));
        }
        return all;
    }

    private static void stream(Map<String, Object> m, ReceiveStreamStats s, Loop loop) {
        m.put("packetsReceived", s.packetsReceived());
        m.put("bytesReceived", s.bytesReceived());
        m.put("headerBytesReceived", s.headerBytesReceived());
        m.put("packetsLost", s.packetsLost());
        m.put("jitter", s.jitterSeconds());
        m.put("packetsDiscarded", s.packetsDiscarded());
        m.put("retransmittedPacketsReceived", s.retransmittedPacketsReceived());
        m.put("nackCount", s.nackCount());
        if (!s.rid().isEmpty()) {
            m.put("rid", s.rid());
        }
        if (s.lastPacketReceivedNanos() != 0) {
            long ago = loop.nowNanos() - s.lastPacketReceivedNanos();
            m.put("lastPacketReceivedTimestamp", (loop.wallNanos() - ago) / 1e6);
        }
    }

    private static void video(Map<String, Object> m, ReceiveStreamStats s, @Nullable VideoReceiver video) {
        m.put("framesReceived", s.framesReceived());
        m.put("pliCount", s.pliCount());
        m.put("firCount", s.firCount());
        if (video != null) {
            m.put("framesDecoded", video.framesDecoded());
            m.put("keyFramesDecoded", video.keyFramesDecoded());
            m.put("framesDropped", s.framesDropped() + video.framesDropped());
            m.put("totalDecodeTime", video.decodeNanos() / 1e9);
            if (video.width() > 0) {
                m.put("frameWidth", video.width());
                m.put("frameHeight", video.height());
            }
        }
    }

    private static void audio(Map<String, Object> m, AudioReceiver audio) {
        m.put("totalSamplesReceived", audio.samplesPlayed());
        m.put("concealedSamples", audio.samplesConcealed());
        m.put("concealmentEvents", audio.concealments());
        m.put("audioLevel", audio.level());
        m.put("totalAudioEnergy", audio.totalEnergy());
        m.put("totalSamplesDuration", audio.totalSeconds());
        m.put("jitterBufferDelay", audio.bufferStats().waitedNanos() / 1e9);
        m.put("jitterBufferEmittedCount", audio.samplesPlayed());
    }

    private static String remoteOutbound(
            List<RTCStats> all,
            String id,
            MediaKind kind,
            ReceiveStreamStats s,
            String transport,
            String codecId,
            double timestamp) {
        Map<String, Object> m = common(kind, s.ssrc(), transport, codecId);
        m.put("localId", id);
        m.put("packetsSent", s.remotePacketsSent());
        m.put("bytesSent", s.remoteBytesSent());
        m.put("remoteTimestamp", s.remoteWallNanos() / 1e6);
        all.add(new RTCStats(id + "-remote", "remote-outbound-rtp", timestamp, m));
        return id + "-remote";
    }

    private static Map<String, Object> common(MediaKind kind, long ssrc, String transport, String codecId) {
        Map<String, Object> m = new HashMap<>();
        m.put("kind", kind.spec());
        m.put("ssrc", ssrc);
        m.put("transportId", transport);
        if (!codecId.isEmpty()) {
            m.put("codecId", codecId);
        }
        return m;
    }

    private static String codec(
            List<RTCStats> all,
            String transport,
            String way,
            MediaKind kind,
            RTCRtpCodecParameters c,
            double timestamp) {
        String id = transport + "-codec-" + way + "-" + c.payloadType();
        Map<String, Object> m = new HashMap<>();
        m.put("payloadType", c.payloadType());
        m.put("mimeType", kind.spec() + "/" + c.name());
        m.put("clockRate", c.clockRateHz());
        m.put("transportId", transport);
        if (c.channels() > 0) {
            m.put("channels", c.channels());
        }
        all.add(new RTCStats(id, "codec", timestamp, m));
        return id;
    }
}
