package dev.plumb.sctp;

import java.util.List;

/** An event of an {@link SctpAssociation}. */
public sealed interface SctpEvent {
    /** The state changed; {@link SctpState.Established} means connected, {@link SctpState.Closed} over. */
    record StateChanged(SctpState from, SctpState to, String reason) implements SctpEvent {}

    /** The peer lost its state and connected anew: what was queued is gone, all streams begin at zero. */
    record Restarted() implements SctpEvent {}

    /** A message arrived whole. */
    record MessageReceived(int streamId, long ppid, byte[] payload) implements SctpEvent {}

    /** The buffered amount of a stream fell to its threshold. */
    record BufferedAmountLow(int streamId) implements SctpEvent {}

    /** The peer began streams of its own anew; an empty list means all of them. */
    record IncomingStreamsReset(List<Integer> streamIds) implements SctpEvent {}

    /** The peer agreed that streams of ours begin anew. */
    record OutgoingStreamsReset(List<Integer> streamIds) implements SctpEvent {}

    /** Streams of ours cannot be begun anew; they go on as they were. */
    record OutgoingResetFailed(List<Integer> streamIds, String reason) implements SctpEvent {}

    /** Streams that were asked for are not there. */
    record StreamsNotAdded(int outgoing, int incoming, String reason) implements SctpEvent {}
}
