package dev.plumb.transport.ice;

import dev.plumb.base.bytes.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Checks that were answered before their sender's parameters were known; they trigger checks once these are. */
final class EarlyChecks {
    static final int KEPT_AT_MOST = 64;

    private final List<Early> kept = new ArrayList<>();

    /** One such check. */
    record Early(String remoteFragment, Path path, long priority, boolean useCandidate) {}

    void add(Early early) {
        kept.removeIf(e -> e.path.equals(early.path) && e.remoteFragment.equals(early.remoteFragment));
        if (kept.size() == KEPT_AT_MOST) {
            kept.removeFirst();
        }
        kept.add(early);
    }

    /** Takes out those of one sender. */
    List<Early> takeFor(String remoteFragment) {
        List<Early> found = new ArrayList<>();
        for (Iterator<Early> i = kept.iterator(); i.hasNext(); ) {
            Early e = i.next();
            if (e.remoteFragment.equals(remoteFragment)) {
                found.add(e);
                i.remove();
            }
        }
        return found;
    }
}
