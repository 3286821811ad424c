package dev.plumb.objects;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The listeners of one event, for objects built on these. Listeners come and go on any thread; events are fired on the loop.
 *
 * @param <T> what the event is
 */
public final class EventSource<T> {
    private static final System.Logger LOG = System.getLogger(EventSource.class.getName());

    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();

    /** No listeners yet. */
    public EventSource() {}

    /** Adds a listener. */
    public Registration add(Consumer<? super T> listener) {
        // wrapped, so that one listener registered twice is two registrations
        Consumer<T> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Calls every listener; one that throws is logged and does not keep the others from being called. */
    public void fire(T event) {
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a listener failed on " + event, e);
            }
        }
    }

    /** Forgets all listeners. */
    public void clear() {
        listeners.clear();
    }
}
