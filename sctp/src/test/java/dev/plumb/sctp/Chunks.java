package dev.plumb.sctp;

import dev.plumb.sctp.packet.DataChunk;

/** Chunks for tests, in few words. */
final class Chunks {
    private Chunks() {}

    static DataChunk data(long tsn, int streamId, int ssn, boolean begin, boolean end, byte[] payload) {
        return new DataChunk(tsn, streamId, ssn, 53, false, false, begin, end, payload, 0, payload.length);
    }

    static DataChunk unordered(long tsn, int streamId, boolean begin, boolean end, byte[] payload) {
        return new DataChunk(tsn, streamId, 0, 53, false, true, begin, end, payload, 0, payload.length);
    }
}
