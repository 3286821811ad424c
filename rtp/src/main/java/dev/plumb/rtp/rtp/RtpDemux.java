package dev.plumb.rtp.rtp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which receiver a packet is for: by SSRC, by MID, by RID, by payload type, in this order. What the last three decide holds for the
 * SSRC from then on. The tables are bounded: of too many learnt SSRCs the oldest is forgotten.
 *
 * @param <R> a receiver
 * @spec https://www.rfc-editor.org/rfc/rfc9143#section-9.2 RFC 9143 9.2, Associating RTP/RTCP Streams with the Correct SDP Media Description
 */
final class RtpDemux<R> {
    static final int LEARNT_AT_MOST = 8192;

    private final List<Entry<R>> entries = new ArrayList<>();
    private final Map<String, Entry<R>> byMid = new HashMap<>();
    private final Map<Long, Route<R>> announced = new HashMap<>();
    private final Map<Long, Route<R>> learnt = new LinkedHashMap<>();

    private record Entry<R>(R receiver, ReceiverConfig config) {}

    /**
     * Where a stream goes.
     *
     * @param rid the encoding, empty where it has no name
     * @param repair whether it is a stream of retransmissions
     */
    record Route<R>(R receiver, ReceiverConfig config, String rid, boolean repair) {}

    void add(R receiver, ReceiverConfig config) {
        Entry<R> entry = new Entry<>(receiver, config);
        entries.add(entry);
        byMid.putIfAbsent(config.mid(), entry);
        for (ReceiverConfig.Encoding e : config.encodings()) {
            if (e.ssrc() != ReceiverConfig.NONE) {
                announce(e.ssrc(), new Route<>(receiver, config, e.rid(), false));
            }
            if (e.rtxSsrc() != ReceiverConfig.NONE) {
                announce(e.rtxSsrc(), new Route<>(receiver, config, e.rid(), true));
            }
        }
    }

    private void announce(long ssrc, Route<R> route) {
        announced.put(ssrc, route);
        learnt.remove(ssrc);
    }

    /** Takes nothing new for a receiver; the streams that it has go on until {@link #remove}. */
    void retire(R receiver) {
        entries.removeIf(e -> e.receiver == receiver);
        byMid.values().removeIf(e -> e.receiver == receiver);
        // another may have had the same MID
        entries.forEach(e -> byMid.putIfAbsent(e.config.mid(), e));
    }

    /** A stream that a receiver brings along. */
    void bring(long ssrc, R receiver, ReceiverConfig config, String rid, boolean repair) {
        if (!announced.containsKey(ssrc)) {
            put(ssrc, new Route<>(receiver, config, rid, repair));
        }
    }

    void remove(R receiver) {
        retire(receiver);
        announced.values().removeIf(r -> r.receiver == receiver);
        learnt.values().removeIf(r -> r.receiver == receiver);
    }

    /** How many SSRCs were learnt. */
    int learnt() {
        return learnt.size();
    }

    /**
     * Where a packet goes; null for nowhere.
     *
     * @param mid as the packet says, null where it does not
     * @param rid likewise
     * @param repairedRid likewise
     */
    @Nullable
    Route<R> route(
            long ssrc, @Nullable String mid, @Nullable String rid, @Nullable String repairedRid, int payloadType) {
        Route<R> known = known(ssrc);
        boolean named = mid != null && (known == null || !known.config.mid().equals(mid));
        Entry<R> owner = named && mid != null ? byMid.get(mid) : null;
        if (owner == null && known != null) {
            // who has no name takes what was announced to it, whatever name that bears
            boolean fits = !named || known.config.mid().isEmpty();
            return fits && known.config.takes(payloadType) ? known : null;
        }
        if (owner == null && (rid != null || repairedRid != null)) {
            owner = byRid(rid == null ? repairedRid : rid, named);
        }
        if (owner == null) {
            owner = byPayloadType(payloadType, named);
        }
        return owner == null || !owner.config.takes(payloadType)
                ? null
                : learn(ssrc, owner, rid, repairedRid, payloadType);
    }

    private @Nullable Route<R> known(long ssrc) {
        Route<R> route = announced.get(ssrc);
        return route != null ? route : learnt.get(ssrc);
    }

    private @Nullable Entry<R> byRid(@Nullable String rid, boolean named) {
        Entry<R> found = null;
        for (Entry<R> e : entries) {
            if (mayTake(e, named)
                    && e.config.encodings().stream().anyMatch(x -> x.rid().equals(rid))) {
                if (found != null) {
                    return null;
                }
                found = e;
            }
        }
        return found;
    }

    /** The only receiver that takes a payload type, of those that announced no SSRC. */
    private @Nullable Entry<R> byPayloadType(int payloadType, boolean named) {
        Entry<R> found = null;
        for (Entry<R> e : entries) {
            if (mayTake(e, named) && e.config.takes(payloadType) && !e.config.namesSsrcs()) {
                if (found != null) {
                    return null;
                }
                found = e;
            }
        }
        return found;
    }

    /** What bears a name that nobody has goes only to those without one. */
    private static boolean mayTake(Entry<?> entry, boolean named) {
        return !named || entry.config.mid().isEmpty();
    }

    private Route<R> learn(
            long ssrc, Entry<R> owner, @Nullable String rid, @Nullable String repairedRid, int payloadType) {
        boolean repair = owner.config.rtx().containsKey(payloadType);
        String name = rid != null ? rid : repairedRid != null ? repairedRid : "";
        Route<R> route = new Route<>(owner.receiver, owner.config, name, repair);
        put(ssrc, route);
        return route;
    }

    private void put(long ssrc, Route<R> route) {
        announced.remove(ssrc);
        learnt.remove(ssrc);
        if (learnt.size() >= LEARNT_AT_MOST) {
            learnt.remove(learnt.keySet().iterator().next());
        }
        learnt.put(ssrc, route);
    }
}
