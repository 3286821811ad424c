package dev.plumb.dtls.record;

/** The running counts of a connection, which its nouns share. */
public final class Tally {
    public long datagramsReceived;
    public long bytesReceived;
    public long recordsReceived;
    public long datagramsSent;
    public long bytesSent;
    public long recordsSent;
    public long flightsResent;
    public long droppedMalformed;
    public long droppedForged;
    public long droppedReplayed;
    public long droppedEarly;
    public long droppedUnexpected;
}
