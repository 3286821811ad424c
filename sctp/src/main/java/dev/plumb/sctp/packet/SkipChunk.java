package dev.plumb.sctp.packet;

import java.util.List;

/** Tells the receiver to wait no longer for abandoned messages: FORWARD TSN, or I-FORWARD TSN where messages interleave. */
public sealed interface SkipChunk extends SctpChunk permits ForwardTsnChunk, IForwardTsnChunk {
    /** All up to this TSN counts as arrived. */
    long newCumulativeTsn();

    /** The streams on which messages are not to be waited for. */
    List<SkippedStream> skipped();
}
