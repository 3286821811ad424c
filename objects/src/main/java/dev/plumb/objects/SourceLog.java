package dev.plumb.objects;

import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Which sources were played in the last 10 s. Safe on any thread. */
final class SourceLog {
    private static final double KEEP_MILLIS = 10_000;
    private static final int AT_MOST = 256;
    private static final int DECODING_AT_MOST = 64;
    private static final int SILENT_DBOV = 127;

    private final Map<Long, EncodedFrame> decoding = new LinkedHashMap<>();
    private final Map<Long, RTCRtpContributingSource> contributing = new LinkedHashMap<>();
    private final Map<Long, RTCRtpContributingSource> synchronizing = new LinkedHashMap<>();

    synchronized void played(AudioPacket packet, double wallMillis) {
        put(synchronizing, wallMillis, packet.ssrc(), level(packet.audioLevelDbov()), packet.rtpTimestamp());
        List<Integer> levels = packet.csrcLevelsDbov();
        for (int i = 0; i < packet.csrcs().size(); i++) {
            OptionalDouble level = i < levels.size() ? level(levels.get(i)) : OptionalDouble.empty();
            put(contributing, wallMillis, packet.csrcs().get(i), level, packet.rtpTimestamp());
        }
    }

    /** Records a picture that is given to the decoder. It counts as played once the decoder returns it. */
    synchronized void decodes(long shownNanos, EncodedFrame frame) {
        if (decoding.size() >= DECODING_AT_MOST) {
            decoding.remove(decoding.keySet().iterator().next());
        }
        decoding.put(shownNanos, frame);
    }

    /** Records a picture that the decoder returned. Earlier pictures that it did not return are forgotten. */
    synchronized void decoded(long shownNanos, double wallMillis) {
        EncodedFrame frame = decoding.get(shownNanos);
        if (frame != null) {
            played(frame, wallMillis);
            decoding.keySet().removeIf(nanos -> nanos <= shownNanos);
        }
    }

    synchronized void played(EncodedFrame frame, double wallMillis) {
        put(synchronizing, wallMillis, frame.ssrc(), OptionalDouble.empty(), frame.rtpTimestamp());
        frame.csrcs()
                .forEach(csrc -> put(contributing, wallMillis, csrc, OptionalDouble.empty(), frame.rtpTimestamp()));
    }

    private static void put(
            Map<Long, RTCRtpContributingSource> to, double wallMillis, long source, OptionalDouble level, long at) {
        to.remove(source);
        if (to.size() >= AT_MOST) {
            to.remove(to.keySet().iterator().next());
        }
        to.put(source, new RTCRtpContributingSource(wallMillis, source, level, at));
    }

    /** Returns a level of the header extension on a scale from 0 to 1, or empty if it is not told. */
    static OptionalDouble level(int dbov) {
        if (dbov < 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(dbov >= SILENT_DBOV ? 0 : Math.pow(10, -dbov / 20.0));
    }

    /** Returns a level from 0 to 1 in the unit of the header extension. */
    static int dbov(double level) {
        return level <= 0 ? SILENT_DBOV : Math.clamp(Math.round(-20 * Math.log10(level)), 0, SILENT_DBOV);
    }

    synchronized List<RTCRtpContributingSource> contributing(double wallMillis) {
        return recent(contributing, wallMillis);
    }

    synchronized List<RTCRtpSynchronizationSource> synchronizing(double wallMillis) {
        return recent(synchronizing, wallMillis).stream()
                .map(s -> new RTCRtpSynchronizationSource(s.timestamp(), s.source(), s.audioLevel(), s.rtpTimestamp()))
                .toList();
    }

    /** Returns the sources that were played recently, the latest first. */
    private static List<RTCRtpContributingSource> recent(Map<Long, RTCRtpContributingSource> from, double wallMillis) {
        from.values().removeIf(s -> wallMillis - s.timestamp() > KEEP_MILLIS);
        List<RTCRtpContributingSource> found = new ArrayList<>(from.values());
        found.sort(
                Comparator.comparingDouble(RTCRtpContributingSource::timestamp).reversed());
        return found;
    }
}
