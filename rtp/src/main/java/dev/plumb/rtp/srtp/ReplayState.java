package dev.plumb.rtp.srtp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the packets received from each SSRC. SSRCs received from recently have a replay window each. For the
 * others only the highest index is kept, and every index up to it counts as received. No state is created or changed
 * before a packet is accepted.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3.2 RFC 3711 3.3.2, Replay Protection
 */
final class ReplayState {
    private final Map<Long, Source> sources = new HashMap<>();
    private final Map<Long, Long> highest = new HashMap<>();
    private long uses;
    private long usesAtAge;
    private long usesAtAgeBefore;
    private long expired;

    // consecutive packets mostly belong to one stream: this saves a look-up and its boxed key
    private long lastSsrc = -1;
    private @Nullable Source last;

    /** The packets of one SSRC. */
    static final class Source {
        final IndexEstimate index = new IndexEstimate();
        private final ReplayWindow window = new ReplayWindow();
        private final long floor;
        private boolean kept;
        private long lastUse;

        /**
         * Creates the state of an SSRC.
         *
         * @param floor the index up to which every index counts as received; -1 if there is none
         */
        Source(long floor) {
            this.floor = floor;
            if (floor >= 0) {
                index.accept(floor);
            }
        }

        boolean mayAccept(long of) {
            return of > floor && window.mayAccept(of);
        }
    }

    /**
     * Returns the state of an SSRC, or null if there is no room for another SSRC. A new state is kept only once a
     * packet is accepted.
     */
    @Nullable
    Source find(long ssrc) {
        if (ssrc == lastSsrc) {
            return last;
        }
        Source known = sources.get(ssrc);
        if (known != null) {
            return known;
        }
        Long floor = highest.get(ssrc);
        if (floor == null && size() >= SrtpReceiver.SSRCS_AT_MOST) {
            return null;
        }
        return new Source(floor == null ? -1 : floor);
    }

    /** Records an authentic packet. */
    void accept(long ssrc, Source source, long index) {
        source.index.accept(index);
        source.window.accept(index);
        source.lastUse = ++uses;
        if (!source.kept) {
            keep(ssrc, source);
        }
        lastSsrc = ssrc;
        last = source;
    }

    private void keep(long ssrc, Source source) {
        if (sources.size() >= SrtpReceiver.WINDOWS_AT_MOST) {
            makeRoom();
        }
        source.kept = true;
        highest.remove(ssrc);
        sources.put(ssrc, source);
    }

    /**
     * Removes a quarter of the windows at once, so that the search for the least recently used ones costs little per
     * packet.
     */
    private void makeRoom() {
        long[] order = sources.values().stream().mapToLong(s -> s.lastUse).toArray();
        Arrays.sort(order);
        expireUpTo(order[order.length / 4]);
    }

    private void expireUpTo(long use) {
        sources.entrySet().removeIf(e -> {
            Source s = e.getValue();
            boolean old = s.lastUse <= use;
            if (old) {
                highest.put(e.getKey(), s.index.highest());
                s.kept = false;
                expired++;
            }
            return old;
        });
        lastSsrc = -1;
        last = null;
    }

    /** Removes the windows that were not used since the call before the last one. */
    void age() {
        expireUpTo(usesAtAgeBefore);
        usesAtAgeBefore = usesAtAge;
        usesAtAge = uses;
    }

    int size() {
        return sources.size() + highest.size();
    }

    long expired() {
        return expired;
    }
}
