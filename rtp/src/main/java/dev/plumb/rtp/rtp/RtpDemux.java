package dev.plumb.rtp.rtp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A routing table that finds the receiver of a packet. A packet is routed by its MID if that names another receiver
 * than the one known for its SSRC, else by its SSRC, else by its RID, else by its payload type. The result is
 * remembered for the SSRC. Every step is a table look-up, so a packet costs the same with one receiver or thousands.
 * The tables are bounded: when too many SSRCs have been learnt, the oldest is forgotten.
 *
 * @param <R> the type of the receivers
 * @spec https://www.rfc-editor.org/rfc/rfc9143#section-9.2 RFC 9143 9.2, Associating RTP/RTCP Streams with the Correct SDP Media Description
 */
final class RtpDemux<R> {
    static final int LEARNT_AT_MOST = 8192;

    private final Map<R, Entry<R>> entries = new LinkedHashMap<>();
    private final Map<String, Set<Entry<R>>> byMid = new HashMap<>();
    private final Candidates<String, R> byRid = new Candidates<>();
    private final Candidates<Integer, R> byPayloadType = new Candidates<>();
    private final Map<Long, Route<R>> announced = new HashMap<>();
    private final Map<Long, Route<R>> learnt = new LinkedHashMap<>();

    /** A receiver with its configuration and the SSRCs that lead to it. */
    private static final class Entry<R> {
        private final R receiver;
        private final ReceiverConfig config;
        private final Set<Long> ssrcs = new HashSet<>();

        Entry(R receiver, ReceiverConfig config) {
            this.receiver = receiver;
            this.config = config;
        }
    }

    /** Receivers by a property that identifies one of them only if no other has it. */
    private static final class Candidates<K, R> {
        private final Map<K, Set<Entry<R>>> all = new HashMap<>();
        private final Map<K, Set<Entry<R>>> withoutMid = new HashMap<>();

        void add(K key, Entry<R> entry) {
            all.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(entry);
            if (entry.config.mid().isEmpty()) {
                withoutMid.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(entry);
            }
        }

        void remove(K key, Entry<R> entry) {
            RtpDemux.remove(all, key, entry);
            RtpDemux.remove(withoutMid, key, entry);
        }

        /**
         * Returns the only receiver with this key, or null if there is none or more than one.
         *
         * @param named whether the packet bears a MID that no receiver has; it is then routed only to receivers without
         *     a MID
         */
        @Nullable
        Entry<R> only(K key, boolean named) {
            Set<Entry<R>> found = (named ? withoutMid : all).get(key);
            return found == null || found.size() != 1 ? null : found.iterator().next();
        }
    }

    /**
     * The destination of a stream.
     *
     * @param rid the RID of the encoding, empty if it has none
     * @param repair whether the stream is a retransmission stream
     * @param paired the SSRC announced together with this one: that of its retransmissions, or that of the stream it
     *     repairs; {@link ReceiverConfig#NONE} if there is none
     */
    record Route<R>(R receiver, ReceiverConfig config, String rid, boolean repair, long paired) {}

    private static <K, E> void remove(Map<K, Set<E>> from, K key, E entry) {
        Set<E> set = from.get(key);
        if (set != null && set.remove(entry) && set.isEmpty()) {
            from.remove(key);
        }
    }

    void add(R receiver, ReceiverConfig config) {
        Entry<R> entry = new Entry<>(receiver, config);
        Entry<R> before = entries.put(receiver, entry);
        if (before != null) {
            withdraw(before);
            entry.ssrcs.addAll(before.ssrcs);
        }
        byMid.computeIfAbsent(config.mid(), m -> new LinkedHashSet<>()).add(entry);
        config.encodings().forEach(e -> byRid.add(e.rid(), entry));
        if (!config.namesSsrcs()) {
            config.payloads().keySet().forEach(t -> byPayloadType.add(t, entry));
            config.rtx().keySet().forEach(t -> byPayloadType.add(t, entry));
        }
        for (ReceiverConfig.Encoding e : config.encodings()) {
            if (e.ssrc() != ReceiverConfig.NONE) {
                announce(e.ssrc(), new Route<>(receiver, config, e.rid(), false, e.rtxSsrc()));
            }
            if (e.rtxSsrc() != ReceiverConfig.NONE) {
                announce(e.rtxSsrc(), new Route<>(receiver, config, e.rid(), true, e.ssrc()));
            }
        }
    }

    private void announce(long ssrc, Route<R> route) {
        forget(ssrc);
        announced.put(ssrc, route);
        own(ssrc, route);
    }

    private void own(long ssrc, Route<R> route) {
        Entry<R> entry = entries.get(route.receiver);
        if (entry != null) {
            entry.ssrcs.add(ssrc);
        }
    }

    private void forget(long ssrc) {
        disown(ssrc, announced.remove(ssrc));
        disown(ssrc, learnt.remove(ssrc));
    }

    private void disown(long ssrc, @Nullable Route<R> route) {
        Entry<R> entry = route == null ? null : entries.get(route.receiver);
        if (entry != null) {
            entry.ssrcs.remove(ssrc);
        }
    }

    /** Routes nothing new to a receiver. Its present streams continue until {@link #remove}. */
    void retire(R receiver) {
        Entry<R> entry = entries.get(receiver);
        if (entry != null) {
            withdraw(entry);
        }
    }

    private void withdraw(Entry<R> entry) {
        ReceiverConfig config = entry.config;
        remove(byMid, config.mid(), entry);
        config.encodings().forEach(e -> byRid.remove(e.rid(), entry));
        config.payloads().keySet().forEach(t -> byPayloadType.remove(t, entry));
        config.rtx().keySet().forEach(t -> byPayloadType.remove(t, entry));
    }

    /** Adds a stream that a receiver announces. */
    void bring(long ssrc, R receiver, ReceiverConfig config, String rid, boolean repair) {
        if (!announced.containsKey(ssrc)) {
            put(ssrc, new Route<>(receiver, config, rid, repair, ReceiverConfig.NONE));
        }
    }

    void remove(R receiver) {
        retire(receiver);
        Entry<R> entry = entries.remove(receiver);
        if (entry != null) {
            entry.ssrcs.forEach(ssrc -> {
                announced.computeIfPresent(ssrc, (s, r) -> r.receiver.equals(receiver) ? null : r);
                learnt.computeIfPresent(ssrc, (s, r) -> r.receiver.equals(receiver) ? null : r);
            });
        }
    }

    /** Returns the number of learnt SSRCs. */
    int learnt() {
        return learnt.size();
    }

    /**
     * Returns the route of a packet, or null if there is none.
     *
     * @param mid the MID of the packet; null where it has none
     * @param rid the RID of the packet; null where it has none
     * @param repairedRid the repaired RID of the packet; null where it has none
     */
    @Nullable
    Route<R> route(
            long ssrc, @Nullable String mid, @Nullable String rid, @Nullable String repairedRid, int payloadType) {
        Route<R> known = known(ssrc);
        boolean named = isNamed(known, mid);
        Entry<R> owner = named && mid != null ? first(byMid.get(mid)) : null;
        if (owner == null && known != null) {
            return fits(known, named, payloadType) ? known : null;
        }
        if (owner == null) {
            owner = guess(rid, repairedRid, named, payloadType);
        }
        return owner == null || !owner.config.takes(payloadType)
                ? null
                : learn(ssrc, owner, rid, repairedRid, payloadType);
    }

    /** Returns the receiver that {@link #route} would choose for a packet, without learning anything. */
    @Nullable
    R receiver(long ssrc, @Nullable String mid, @Nullable String rid, @Nullable String repairedRid, int payloadType) {
        Route<R> known = known(ssrc);
        boolean named = isNamed(known, mid);
        Entry<R> owner = named && mid != null ? first(byMid.get(mid)) : null;
        if (owner == null && known != null) {
            return fits(known, named, payloadType) ? known.receiver : null;
        }
        if (owner == null) {
            owner = guess(rid, repairedRid, named, payloadType);
        }
        return owner == null || !owner.config.takes(payloadType) ? null : owner.receiver;
    }

    private static boolean isNamed(@Nullable Route<?> known, @Nullable String mid) {
        return mid != null && (known == null || !known.config.mid().equals(mid));
    }

    /**
     * Returns whether a packet may follow the known route of its SSRC. A receiver without a MID accepts its announced
     * SSRCs whatever MID the packets bear.
     */
    private static boolean fits(Route<?> known, boolean named, int payloadType) {
        return (!named || known.config.mid().isEmpty()) && known.config.takes(payloadType);
    }

    private @Nullable Entry<R> guess(
            @Nullable String rid, @Nullable String repairedRid, boolean named, int payloadType) {
        String name = rid == null ? repairedRid : rid;
        Entry<R> owner = name == null ? null : byRid.only(name, named);
        return owner != null ? owner : byPayloadType.only(payloadType, named);
    }

    /** Returns whether a payload type alone leads to a receiver. */
    boolean payloadTypeLeadsTo(R receiver, int payloadType) {
        return is(receiver, byPayloadType.only(payloadType, false))
                || is(receiver, byPayloadType.only(payloadType, true));
    }

    /** Returns whether a RID alone leads to a receiver. */
    boolean ridLeadsTo(R receiver, String rid) {
        return is(receiver, byRid.only(rid, false)) || is(receiver, byRid.only(rid, true));
    }

    /** Returns whether a MID leads to a receiver. */
    boolean midLeadsTo(R receiver, String mid) {
        return is(receiver, first(byMid.get(mid)));
    }

    private static <R> boolean is(R receiver, @Nullable Entry<R> entry) {
        return entry != null && entry.receiver.equals(receiver);
    }

    private static <E> @Nullable E first(@Nullable Set<E> set) {
        return set == null ? null : set.iterator().next();
    }

    private @Nullable Route<R> known(long ssrc) {
        Route<R> route = announced.get(ssrc);
        return route != null ? route : learnt.get(ssrc);
    }

    private Route<R> learn(
            long ssrc, Entry<R> owner, @Nullable String rid, @Nullable String repairedRid, int payloadType) {
        boolean repair = owner.config.rtx().containsKey(payloadType);
        String name = rid != null ? rid : repairedRid != null ? repairedRid : "";
        Route<R> route = new Route<>(owner.receiver, owner.config, name, repair, ReceiverConfig.NONE);
        put(ssrc, route);
        return route;
    }

    private void put(long ssrc, Route<R> route) {
        forget(ssrc);
        if (learnt.size() >= LEARNT_AT_MOST) {
            forget(learnt.keySet().iterator().next());
        }
        learnt.put(ssrc, route);
        own(ssrc, route);
    }
}
