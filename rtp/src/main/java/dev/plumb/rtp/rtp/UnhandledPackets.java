package dev.plumb.rtp.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Packets that arrived before their receiver was added, indexed by every property that may lead to one. Packets that
 * are too old are dropped, and the oldest are dropped when there are too many. A new receiver is given the packets that
 * routing assigns to it, and no other packet is touched.
 */
final class UnhandledPackets {
    private final PacketPool pool;
    private final int atMost;
    private final long keepNanos;
    private final Map<Long, Kept> all = new LinkedHashMap<>();
    private final Map<Key, List<Kept>> byKey = new HashMap<>();
    private final Map<Long, Set<Key>> bySsrc = new HashMap<>();
    private final Map<String, Set<Key>> byMid = new HashMap<>();
    private final Map<String, Set<Key>> byRid = new HashMap<>();
    private final Map<Integer, Set<Key>> byPayloadType = new HashMap<>();
    private long count;

    UnhandledPackets(PacketPool pool, int atMost, long keepNanos) {
        this.pool = pool;
        this.atMost = atMost;
        this.keepNanos = keepNanos;
    }

    /** The properties of a packet that routing looks at. */
    record Key(
            long ssrc,
            @Nullable String mid,
            @Nullable String rid,
            @Nullable String repairedRid,
            int payloadType) {
        @Nullable
        String name() {
            return rid == null ? repairedRid : rid;
        }
    }

    /** A packet with its arrival time. The code that takes it out must release it. */
    record Kept(Packet owned, long arrivedNanos, long order, Key key) {}

    void keep(Packet borrowed, Key key, long nowNanos) {
        expire(nowNanos);
        if (all.size() >= atMost) {
            drop(all.values().iterator().next());
        }
        index(new Kept(pool.copyOf(borrowed), nowNanos, count++, key));
    }

    private void index(Kept kept) {
        Key key = kept.key;
        all.put(kept.order, kept);
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(kept);
        bySsrc.computeIfAbsent(key.ssrc, k -> new LinkedHashSet<>()).add(key);
        byPayloadType
                .computeIfAbsent(key.payloadType, k -> new LinkedHashSet<>())
                .add(key);
        if (key.mid != null) {
            byMid.computeIfAbsent(key.mid, k -> new LinkedHashSet<>()).add(key);
        }
        String name = key.name();
        if (name != null) {
            byRid.computeIfAbsent(name, k -> new LinkedHashSet<>()).add(key);
        }
    }

    private void expire(long nowNanos) {
        while (!all.isEmpty()) {
            Kept first = all.values().iterator().next();
            if (nowNanos - first.arrivedNanos <= keepNanos) {
                return;
            }
            drop(first);
        }
    }

    /** Drops the oldest packet of all, which is also the oldest of its key. */
    private void drop(Kept oldest) {
        List<Kept> same = byKey.getOrDefault(oldest.key, List.of());
        all.remove(oldest.order);
        if (same.size() <= 1) {
            forget(oldest.key);
        } else {
            same.removeFirst();
        }
        oldest.owned.release();
    }

    private void forget(Key key) {
        byKey.remove(key);
        remove(bySsrc, key.ssrc, key);
        remove(byPayloadType, key.payloadType, key);
        if (key.mid != null) {
            remove(byMid, key.mid, key);
        }
        String name = key.name();
        if (name != null) {
            remove(byRid, name, key);
        }
    }

    private static <K> void remove(Map<K, Set<Key>> from, K by, Key key) {
        Set<Key> keys = from.get(by);
        if (keys != null && keys.remove(key) && keys.isEmpty()) {
            from.remove(by);
        }
    }

    /**
     * Removes and returns, in order of arrival, the packets that routing assigns to a receiver that is new or was
     * reconfigured.
     */
    <R> List<Kept> take(RtpDemux<R> demux, R receiver, ReceiverConfig config, long nowNanos) {
        expire(nowNanos);
        if (all.isEmpty()) {
            return List.of();
        }
        Set<Key> matching = new LinkedHashSet<>();
        Set<Long> ssrcs = new HashSet<>();
        for (Key key : candidates(demux, receiver, config)) {
            if (receiver.equals(demux.receiver(key.ssrc, key.mid, key.rid, key.repairedRid, key.payloadType))) {
                demux.route(key.ssrc, key.mid, key.rid, key.repairedRid, key.payloadType);
                matching.add(key);
                ssrcs.add(key.ssrc);
            }
        }
        // the stream may also have sent packets that do not identify the receiver by themselves
        for (long ssrc : ssrcs) {
            for (Key key : bySsrc.getOrDefault(ssrc, Set.of())) {
                if (receiver.equals(demux.receiver(ssrc, key.mid, key.rid, key.repairedRid, key.payloadType))) {
                    matching.add(key);
                }
            }
        }
        List<Kept> taken = new ArrayList<>();
        for (Key key : matching) {
            List<Kept> kept = byKey.getOrDefault(key, List.of());
            kept.forEach(k -> all.remove(k.order));
            taken.addAll(kept);
            forget(key);
        }
        taken.sort(Comparator.comparingLong(Kept::order));
        return taken;
    }

    /** Returns the keys of packets that may be for a receiver, found by the properties that lead to it. */
    private <R> Set<Key> candidates(RtpDemux<R> demux, R receiver, ReceiverConfig config) {
        Set<Key> found = new LinkedHashSet<>();
        for (ReceiverConfig.Encoding e : config.encodings()) {
            found.addAll(bySsrc.getOrDefault(e.ssrc(), Set.of()));
            found.addAll(bySsrc.getOrDefault(e.rtxSsrc(), Set.of()));
            if (demux.ridLeadsTo(receiver, e.rid())) {
                found.addAll(byRid.getOrDefault(e.rid(), Set.of()));
            }
        }
        if (demux.midLeadsTo(receiver, config.mid())) {
            found.addAll(byMid.getOrDefault(config.mid(), Set.of()));
        }
        byPayloadType.forEach((type, keys) -> {
            if (config.takes(type) && demux.payloadTypeLeadsTo(receiver, type)) {
                found.addAll(keys);
            }
        });
        return found;
    }

    /** Reads the routing properties of all packets again, after header extensions were given other identifiers. */
    void readAnew(Function<Packet, Key> reader) {
        List<Kept> kept = List.copyOf(all.values());
        clear();
        kept.forEach(k -> index(new Kept(k.owned, k.arrivedNanos, k.order, reader.apply(k.owned))));
    }

    private void clear() {
        all.clear();
        byKey.clear();
        bySsrc.clear();
        byMid.clear();
        byRid.clear();
        byPayloadType.clear();
    }

    int size() {
        return all.size();
    }

    void close() {
        all.values().forEach(k -> k.owned.release());
        clear();
    }
}
