package dev.plumb.ice.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The checks that were answered before their sender's parameters were known. They trigger checks once these are. */
final class EarlyChecks {
    static final int KEPT_AT_MOST = 64;

    private final List<PeerCheck> kept = new ArrayList<>();

    void add(PeerCheck early) {
        kept.removeIf(e -> e.path().equals(early.path()) && e.remoteFragment().equals(early.remoteFragment()));
        if (kept.size() == KEPT_AT_MOST) {
            kept.removeFirst();
        }
        kept.add(early);
    }

    /** Removes and returns the checks of one sender. */
    List<PeerCheck> takeFor(String remoteFragment) {
        List<PeerCheck> found = new ArrayList<>();
        for (Iterator<PeerCheck> i = kept.iterator(); i.hasNext(); ) {
            PeerCheck e = i.next();
            if (e.remoteFragment().equals(remoteFragment)) {
                found.add(e);
                i.remove();
            }
        }
        return found;
    }
}
