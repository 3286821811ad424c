package dev.plumb.rtp.rtp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams that a session sends, by SSRC, and the clocks of streams that were removed. */
final class SentStreams {
    private static final int STREAMS_AT_MOST = 4096;
    private static final int LEFT_AT_MOST = 4096;

    private final Map<Long, RtpSendStream> bySsrc = new LinkedHashMap<>();
    private final Map<Long, RtpSendStream> byRtxSsrc = new HashMap<>();
    private final Map<Long, SendClock> left = new LinkedHashMap<>();

    /**
     * Requires that there is room for a stream and that its SSRCs are free.
     *
     * @param except the stream that may have these SSRCs already
     * @throws IllegalArgumentException where there is no room, or an SSRC is taken
     */
    void requireRoom(SendStreamConfig stream, @Nullable RtpSendStream except) {
        if (isTaken(stream.ssrc(), except) || (stream.hasRtx() && isTaken(stream.rtxSsrc(), except))) {
            throw new IllegalArgumentException("the SSRC is in use already: " + stream.ssrc());
        }
        if (except == null && bySsrc.size() >= STREAMS_AT_MOST) {
            throw new IllegalArgumentException("too many streams on one transport: " + STREAMS_AT_MOST);
        }
    }

    private boolean isTaken(long ssrc, @Nullable RtpSendStream except) {
        RtpSendStream user = user(ssrc);
        return user != null && user != except;
    }

    void add(RtpSendStream stream) {
        bySsrc.put(stream.ssrc(), stream);
        if (stream.config().hasRtx()) {
            byRtxSsrc.put(stream.config().rtxSsrc(), stream);
        }
    }

    boolean remove(RtpSendStream stream) {
        byRtxSsrc.remove(stream.config().rtxSsrc(), stream);
        return bySsrc.remove(stream.ssrc(), stream);
    }

    boolean contains(RtpSendStream stream) {
        return bySsrc.get(stream.ssrc()) == stream;
    }

    /** Returns the stream with this SSRC for media. */
    @Nullable
    RtpSendStream get(long ssrc) {
        return bySsrc.get(ssrc);
    }

    /** Returns the stream with this SSRC for media or retransmissions. */
    @Nullable
    RtpSendStream user(long ssrc) {
        RtpSendStream media = bySsrc.get(ssrc);
        return media != null ? media : byRtxSsrc.get(ssrc);
    }

    Collection<RtpSendStream> all() {
        return bySsrc.values();
    }

    int size() {
        return bySsrc.size();
    }

    /** Remembers the clock of a stream that is removed. A later stream with the same SSRC continues with it. */
    void left(RtpSendStream stream) {
        if (left.size() >= LEFT_AT_MOST) {
            left.remove(left.keySet().iterator().next());
        }
        left.put(stream.ssrc(), stream.clock());
    }

    /**
     * Returns and forgets the clock of the last removed stream with an SSRC. Returns null if there was none or too many
     * were removed since.
     */
    @Nullable
    SendClock clockOf(long ssrc) {
        return left.remove(ssrc);
    }

    void clear() {
        bySsrc.clear();
        byRtxSsrc.clear();
    }

    /** Returns all SSRCs of some streams, those of retransmissions included. */
    static List<Long> ssrcsOf(Iterable<RtpSendStream> streams) {
        List<Long> ssrcs = new ArrayList<>();
        for (RtpSendStream s : streams) {
            ssrcs.add(s.ssrc());
            if (s.config().hasRtx()) {
                ssrcs.add(s.config().rtxSsrc());
            }
        }
        return ssrcs;
    }
}
