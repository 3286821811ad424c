package dev.plumb.ice.agent;

/** The state of an agent. Each state holds the data that is valid in it alone. */
public sealed interface IceState {
    /** Not started: it answers checks and sends none. */
    record New() implements IceState {}

    /** The agent sends checks; no pair has worked yet. */
    record Checking(long sinceNanos) implements IceState {}

    /** A pair works; others may still be tried. */
    record Connected() implements IceState {}

    /** Both ends of candidates are known and all pairs were tried; the nominated one is used. */
    record Completed() implements IceState {}

    /** The peer is silent, or all pairs failed and more candidates may come. */
    record Disconnected() implements IceState {}

    /** No pair works and none will. Terminal until a restart. */
    record Failed(String reason) implements IceState {}

    /** The agent is closed. */
    record Closed() implements IceState {}

    /** Returns whether data can be sent. */
    default boolean isUsable() {
        return this instanceof Connected || this instanceof Completed || this instanceof Disconnected;
    }
}
