package dev.plumb.js;

import dev.plumb.objects.RTCException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The objects of one kind that a script has open, up to a limit. Used on the loop. */
final class OpenCount<T> {
    private static final int FIRST_SWEEP = 64;

    private final String what;
    private final int most;
    private final Predicate<T> isOpen;
    private final List<WeakReference<T>> all = new ArrayList<>();
    private int sweepAt = FIRST_SWEEP;

    /**
     * Makes an empty count.
     *
     * @param what the name of the objects in the message of a refusal
     * @param most the most objects that may be open
     * @param isOpen tells whether an object still counts
     */
    OpenCount(String what, int most, Predicate<T> isOpen) {
        this.what = what;
        this.most = most;
        this.isOpen = isOpen;
    }

    /**
     * Checks that one more object may be opened.
     *
     * @throws RTCException OperationError where the limit is reached
     */
    void require() {
        if (all.size() >= Math.min(most, sweepAt)) {
            all.removeIf(known -> {
                T object = known.get();
                return object == null || !isOpen.test(object);
            });
            sweepAt = Math.max(FIRST_SWEEP, 2 * all.size());
        }
        if (all.size() >= most) {
            throw new RTCException(
                    RTCException.Name.OPERATION, "a script has at most " + most + ' ' + what + " open: close some");
        }
    }

    T add(T object) {
        all.add(new WeakReference<>(object));
        return object;
    }
}
