package dev.plumb.sctp;

/** The counts of an {@link SctpAssociation}. Its fields are plain, to be read on its thread. */
public final class SctpCounters {
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;
    long packetsMalformed;
    long packetsBadChecksum;
    long packetsWrongTag;
    long packetsOutOfTheBlue;
    long chunksRetransmitted;
    long fastRetransmits;
    long t3Expirations;
    long tailProbes;
    long mtuProbes;
    long chunksDuplicate;
    long chunksDropped;
    long messagesSent;
    long messagesReceived;
    long messagesAbandoned;
    long protocolErrors;

    SctpCounters() {}

    /** Returns the number of packets sent. */
    public long packetsSent() {
        return packetsSent;
    }

    /** Returns the number of bytes of packets sent. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Returns the number of received packets that were well-formed. */
    public long packetsReceived() {
        return packetsReceived;
    }

    /** Returns the number of bytes of packets received. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Returns the number of packets dropped because they were malformed. */
    public long packetsMalformed() {
        return packetsMalformed;
    }

    /** Returns the number of packets dropped because of their checksum. */
    public long packetsBadChecksum() {
        return packetsBadChecksum;
    }

    /** Returns the number of packets dropped because of their verification tag or ports. */
    public long packetsWrongTag() {
        return packetsWrongTag;
    }

    /** Returns the number of packets of no association. */
    public long packetsOutOfTheBlue() {
        return packetsOutOfTheBlue;
    }

    /** Returns the number of retransmitted DATA chunks. */
    public long chunksRetransmitted() {
        return chunksRetransmitted;
    }

    /** Times that fast recovery was entered. */
    public long fastRetransmits() {
        return fastRetransmits;
    }

    /** Times that T3-rtx expired. */
    public long t3Expirations() {
        return t3Expirations;
    }

    /** Times that something was sent again because nothing was heard of the last that was sent. */
    public long tailProbes() {
        return tailProbes;
    }

    /** Returns the number of packets that probed the path MTU. */
    public long mtuProbes() {
        return mtuProbes;
    }

    /** Returns the number of DATA chunks that had arrived before. */
    public long chunksDuplicate() {
        return chunksDuplicate;
    }

    /** Returns the number of DATA chunks that were dropped for want of room. */
    public long chunksDropped() {
        return chunksDropped;
    }

    /** Returns the number of messages whose last fragment was sent. */
    public long messagesSent() {
        return messagesSent;
    }

    /** Returns the number of complete messages received. */
    public long messagesReceived() {
        return messagesReceived;
    }

    /** Returns the number of messages given up under partial reliability. */
    public long messagesAbandoned() {
        return messagesAbandoned;
    }

    /** Returns the number of protocol violations of the peer that were not worth an ABORT. */
    public long protocolErrors() {
        return protocolErrors;
    }
}
