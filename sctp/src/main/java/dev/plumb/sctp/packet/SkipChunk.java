package dev.plumb.sctp.packet;

import java.util.List;

/**
 * The chunk that tells the receiver to wait no longer for abandoned messages: FORWARD TSN, or I-FORWARD TSN where
 * messages interleave.
 */
public sealed interface SkipChunk extends SctpChunk permits ForwardTsnChunk, IForwardTsnChunk {
    /** Returns the TSN up to which everything counts as arrived. */
    long newCumulativeTsn();

    /** Returns the streams on which messages are not to be waited for. */
    List<SkippedStream> skipped();
}
