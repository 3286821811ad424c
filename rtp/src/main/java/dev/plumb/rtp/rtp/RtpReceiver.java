package dev.plumb.rtp.rtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One receiver: the streams of one media description. Made by {@link RtpSession#addReceiver}; like the session, it
 * belongs to one thread.
 */
public final class RtpReceiver {
    /** The most streams that one receiver follows. Of more streams, the one that was silent longest is dropped. */
    static final int STREAMS_AT_MOST = 16;

    private final List<RtpReceiveStream> streams = new ArrayList<>();
    private ReceiverConfig config;
    private ReceivedStreams table;
    private boolean tapped;

    RtpReceiver(ReceiverConfig config, ReceivedStreams table) {
        this.config = config;
        this.table = table;
    }

    /** Moves to another session, with the state of its streams. */
    void moveTo(ReceivedStreams newTable) {
        leave();
        table = newTable;
        streams.forEach(newTable::add);
    }

    /** Returns the round-trip time last measured from reports in its session, or -1 if there is none yet. */
    long measuredRttNanos() {
        return table.measuredRttNanos();
    }

    boolean isIn(ReceivedStreams session) {
        return table == session;
    }

    /** Removes its streams from the session. */
    void leave() {
        streams.forEach(table::remove);
    }

    /** Sets whether each of its packets is also reported as it arrived. */
    public void tap(boolean newTapped) {
        tapped = newTapped;
    }

    boolean isTapped() {
        return tapped;
    }

    /** Returns the present configuration. */
    public ReceiverConfig config() {
        return config;
    }

    void config(ReceiverConfig newConfig) {
        config = newConfig;
    }

    /** Returns the statistics of its streams, in the order in which they began. */
    public List<ReceiveStreamStats> stats() {
        return streams.stream().map(RtpReceiveStream::stats).toList();
    }

    /** Returns the number of its streams that have not ended. */
    public long liveStreams() {
        return streams.stream().filter(s -> !s.hasEnded()).count();
    }

    List<RtpReceiveStream> streams() {
        return streams;
    }

    /**
     * Returns the stream of an SSRC, creating it if it is new.
     *
     * @param rtxSsrc the SSRC announced for its retransmissions, or {@link ReceiverConfig#NONE}
     */
    RtpReceiveStream stream(long ssrc, String rid, long rtxSsrc) {
        for (RtpReceiveStream s : streams) {
            if (s.ssrc() == ssrc) {
                return s;
            }
        }
        if (streams.size() >= STREAMS_AT_MOST) {
            RtpReceiveStream oldest = streams.getFirst();
            for (RtpReceiveStream s : streams) {
                oldest = s.lastArrivalNanos() < oldest.lastArrivalNanos() ? s : oldest;
            }
            streams.remove(oldest);
            table.remove(oldest);
        }
        RtpReceiveStream made = new RtpReceiveStream(this, ssrc, rid, rtxSsrc);
        streams.add(made);
        table.add(made);
        return made;
    }

    /**
     * Returns the stream that an SSRC retransmits: the one announced with it, else the first one with its RID, or with
     * any RID if it has none, that has no retransmissions yet.
     *
     * @param announced the SSRC that it was announced to repair, or {@link ReceiverConfig#NONE}
     */
    @Nullable
    RtpReceiveStream repairedBy(long rtxSsrc, String rid, long announced) {
        for (RtpReceiveStream s : streams) {
            if (s.rtxSsrc() == rtxSsrc) {
                return s;
            }
        }
        if (announced != ReceiverConfig.NONE) {
            return stream(announced, rid, rtxSsrc);
        }
        for (RtpReceiveStream s : streams) {
            boolean named = rid.isEmpty() || rid.equals(s.rid());
            if (named && s.rtxSsrc() == ReceiverConfig.NONE) {
                s.rtxSsrc(rtxSsrc);
                return s;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "RtpReceiver[mid=" + config.mid() + (config.video() ? " video" : " audio") + "]";
    }
}
