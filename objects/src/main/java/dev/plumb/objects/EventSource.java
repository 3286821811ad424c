package dev.plumb.objects;

import dev.plumb.base.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one event, for objects built on these. Listeners come and go on any thread; events are fired on the
 * loop.
 *
 * @param <T> the type of the event
 */
public final class EventSource<T> {
    private static final System.Logger LOG = Logs.AGENT;

    // replaced as a whole under this object's lock; most sources of a connection have none or one
    private volatile List<Consumer<? super T>> listeners = List.of();
    private final @Nullable Loop loop;
    private final int keptAtMost;
    // made with the first event that waits: a connection has some fifteen sources, and most never keep one
    private @Nullable ArrayDeque<T> kept;
    private volatile boolean heard;
    private long dropped;

    /** Makes a source without listeners. It drops events that nobody listens to. */
    public EventSource() {
        this(null, 0);
    }

    private EventSource(@Nullable Loop loop, int keptAtMost) {
        this.loop = loop;
        this.keptAtMost = keptAtMost;
        this.heard = loop == null;
    }

    /**
     * Makes a source that keeps events until the first listener is added. That listener gets them on the loop, in
     * order, before any later event.
     *
     * @param loop the loop on which events are fired
     * @param keptAtMost the most events to keep; further ones are dropped, and the first drop is logged
     */
    public static <T> EventSource<T> keeping(Loop loop, int keptAtMost) {
        return new EventSource<>(loop, keptAtMost);
    }

    /**
     * Adds a listener. Adding the same listener twice makes two registrations.
     *
     * @throws RTCException TypeError where the listener is null
     */
    public Registration add(Consumer<? super T> listener) {
        requireListener(listener);
        // wrapped, so that one listener registered twice is two registrations
        Consumer<T> own = listener::accept;
        change(list -> list.add(own));
        if (!heard) {
            heard = true;
            deliverSoon();
        }
        return () -> change(list -> list.remove(own));
    }

    private synchronized void change(Consumer<List<Consumer<? super T>>> edit) {
        List<Consumer<? super T>> edited = new ArrayList<>(listeners);
        edit.accept(edited);
        listeners = List.copyOf(edited);
    }

    static void requireListener(@Nullable Object listener) {
        if (listener == null) {
            throw RTCException.typeError("a listener must not be null; close its registration to end it");
        }
    }

    private void deliverSoon() {
        Loop on = loop;
        if (on == null) {
            return;
        }
        try {
            on.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.TRACE, "a listener came after the end", e);
        }
    }

    private void deliver() {
        for (T event = nextKept(); event != null; event = nextKept()) {
            tell(event);
        }
    }

    private @Nullable T nextKept() {
        ArrayDeque<T> waiting = kept;
        if (waiting == null) {
            return null;
        }
        T event = waiting.poll();
        if (event == null) {
            kept = null;
        }
        return event;
    }

    /**
     * Calls every listener. An exception from one listener is logged, and the others are still called. Must be called
     * on the loop.
     *
     * @return false where the event was dropped, because nobody has listened yet and too many events wait already
     */
    public boolean fire(T event) {
        ArrayDeque<T> waiting = kept;
        if (heard && (waiting == null || waiting.isEmpty())) {
            tell(event);
            return true;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(1);
        }
        if (waiting.size() < keptAtMost) {
            waiting.add(event);
            kept = waiting;
            return true;
        }
        if (dropped++ == 0) {
            LOG.log(Level.WARNING, "nobody listens: more than {0} events have come, the next are dropped", keptAtMost);
        }
        return false;
    }

    private void tell(T event) {
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a listener failed on " + event, e);
            }
        }
    }

    /** Returns whether no listener has been added yet, so that events are kept for the first one. */
    boolean isUnheard() {
        return !heard;
    }

    /** Removes all listeners and drops the events that wait for one. */
    public void clear() {
        change(List::clear);
        heard = true;
        kept = null;
    }
}
