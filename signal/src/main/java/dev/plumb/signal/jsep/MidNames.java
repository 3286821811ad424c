package dev.plumb.signal.jsep;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names of media sections in use, and a source of free names for sections that a peer left nameless. */
final class MidNames {
    private final Set<String> taken = new HashSet<>();
    private int next;

    MidNames(List<Section> sections) {
        sections.forEach(s -> taken.add(s.mid()));
    }

    void take(String mid) {
        taken.add(mid);
    }

    /** Returns the first free number at or above a place. Numbers that an earlier call skipped are not tried again. */
    String free(int place) {
        next = Math.max(next, place);
        while (taken.contains(Integer.toString(next))) {
            next++;
        }
        return Integer.toString(next);
    }
}
