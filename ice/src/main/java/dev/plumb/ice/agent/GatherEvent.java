package dev.plumb.ice.agent;

import java.net.InetSocketAddress;

/** An event of a {@link ReflexiveGatherer}. */
public sealed interface GatherEvent {
    /** A server saw a port of ours under another address. */
    record Found(LocalCandidate candidate, InetSocketAddress server) implements GatherEvent {}

    /** A server did not answer, or refused. */
    record ServerFailed(int localPortId, InetSocketAddress server, int errorCode, String reason)
            implements GatherEvent {}

    /** Nothing is under way any more. */
    record Complete() implements GatherEvent {}
}
