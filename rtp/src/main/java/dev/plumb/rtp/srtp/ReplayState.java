package dev.plumb.rtp.srtp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which packets of each SSRC were seen. SSRCs heard of late have a window each; of the others the highest index is left, and all up to it
 * counts as seen. Nothing is made or moved before a packet is accepted.
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

    // one stream's packets mostly follow each other: saves a look-up and its boxed key
    private long lastSsrc = -1;
    private @Nullable Source last;

    /** One SSRC's packets. */
    static final class Source {
        final IndexEstimate index = new IndexEstimate();
        private final ReplayWindow window = new ReplayWindow();
        private final long floor;
        private boolean kept;
        private long lastUse;

        /**
         * @param floor the index up to which all counts as seen; -1 for none
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

    /** The state of an SSRC, which is kept only once a packet is accepted; null where there is no room for another. */
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

    /** A packet was authentic. */
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

    /** Takes a quarter of the windows at once, so that the search for the least used costs little a packet. */
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

    /** Windows that were not used since the call before the last one go. */
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
