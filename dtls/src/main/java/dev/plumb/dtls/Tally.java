package dev.plumb.dtls;

/** The running counts of a connection, which its nouns share. */
final class Tally {
    long datagramsReceived;
    long bytesReceived;
    long recordsReceived;
    long datagramsSent;
    long bytesSent;
    long recordsSent;
    long flightsResent;
    long droppedMalformed;
    long droppedForged;
    long droppedReplayed;
    long droppedEarly;
    long droppedUnexpected;

    DtlsCounters snapshot() {
        return new DtlsCounters(
                datagramsReceived,
                bytesReceived,
                recordsReceived,
                datagramsSent,
                bytesSent,
                recordsSent,
                flightsResent,
                droppedMalformed,
                droppedForged,
                droppedReplayed,
                droppedEarly,
                droppedUnexpected);
    }
}
