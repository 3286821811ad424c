package dev.plumb.dtls;

import dev.plumb.dtls.record.Tally;

/**
 * The counts of a connection since its beginning.
 *
 * @param datagramsReceived datagrams in
 * @param bytesReceived their bytes
 * @param recordsReceived records that were whole and, where encrypted, authentic
 * @param datagramsSent datagrams out
 * @param bytesSent their bytes
 * @param recordsSent records out
 * @param flightsResent flights sent again
 * @param droppedMalformed the packets that could not be parsed
 * @param droppedForged encrypted records that did not authenticate
 * @param droppedReplayed encrypted records that came before, or too late to tell
 * @param droppedEarly the packets that arrived too early and found their queue full
 * @param droppedUnexpected the packets that had no place in the present state
 */
public record DtlsCounters(
        long datagramsReceived,
        long bytesReceived,
        long recordsReceived,
        long datagramsSent,
        long bytesSent,
        long recordsSent,
        long flightsResent,
        long droppedMalformed,
        long droppedForged,
        long droppedReplayed,
        long droppedEarly,
        long droppedUnexpected) {
    static DtlsCounters of(Tally tally) {
        return new DtlsCounters(
                tally.datagramsReceived,
                tally.bytesReceived,
                tally.recordsReceived,
                tally.datagramsSent,
                tally.bytesSent,
                tally.recordsSent,
                tally.flightsResent,
                tally.droppedMalformed,
                tally.droppedForged,
                tally.droppedReplayed,
                tally.droppedEarly,
                tally.droppedUnexpected);
    }
}
