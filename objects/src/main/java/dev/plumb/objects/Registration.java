package dev.plumb.objects;

/** A listener's registration; closing it ends the listening. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Ends it; ending it twice does nothing. */
    @Override
    void close();
}
