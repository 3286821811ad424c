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

    /** Packets sent. */
    public long packetsSent() {
        return packetsSent;
    }

    /** Bytes of packets sent. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Packets received that were well-formed. */
    public long packetsReceived() {
        return packetsReceived;
    }

    /** Bytes of packets received. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Packets dropped because they were malformed. */
    public long packetsMalformed() {
        return packetsMalformed;
    }

    /** Packets dropped because of their checksum. */
    public long packetsBadChecksum() {
        return packetsBadChecksum;
    }

    /** Packets dropped because of their verification tag or ports. */
    public long packetsWrongTag() {
        return packetsWrongTag;
    }

    /** Packets of no association. */
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

    /** Packets that tried how long a packet the path carries. */
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

    /** Messages whose last fragment was sent. */
    public long messagesSent() {
        return messagesSent;
    }

    /** Messages received whole. */
    public long messagesReceived() {
        return messagesReceived;
    }

    /** Messages given up under partial reliability. */
    public long messagesAbandoned() {
        return messagesAbandoned;
    }

    /** Returns the number of protocol violations of the peer that were not worth an ABORT. */
    public long protocolErrors() {
        return protocolErrors;
    }
}
