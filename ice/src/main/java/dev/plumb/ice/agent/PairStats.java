package dev.plumb.ice.agent;

/**
 * A snapshot of one candidate pair.
 *
 * @param local our candidate, as the peer sees it
 * @param remote the peer's
 * @param state the state of the pair
 * @param nominated whether it was nominated
 * @param selected whether datagrams go over it
 * @param priority the priority, unsigned
 * @param currentRttNanos the latest round trip; 0 before the first
 * @param totalRttNanos the sum of all round trips
 * @param requestsSent checks sent, resent ones included
 * @param responsesReceived authentic answers received
 * @param requestsReceived authentic checks received
 * @param responsesSent answers sent
 * @param consentRequestsSent consent checks among the requests sent
 * @param packetsSent datagrams of the floors above
 * @param bytesSent their bytes
 * @param lastSentNanos the time at which the last of them was sent, on the engine's clock; 0 before the first
 * @param packetsReceived datagrams for the floors above
 * @param bytesReceived their bytes
 * @param lastReceivedNanos the time at which the last of them arrived; 0 before the first
 */
public record PairStats(
        IceCandidate local,
        IceCandidate remote,
        PairState state,
        boolean nominated,
        boolean selected,
        long priority,
        long currentRttNanos,
        long totalRttNanos,
        long requestsSent,
        long responsesReceived,
        long requestsReceived,
        long responsesSent,
        long consentRequestsSent,
        long packetsSent,
        long bytesSent,
        long lastSentNanos,
        long packetsReceived,
        long bytesReceived,
        long lastReceivedNanos) {
    static PairStats of(CandidatePair p, boolean selected, IceRole role) {
        return new PairStats(
                p.seenAs(),
                p.remote(),
                p.state(),
                p.nominated(),
                selected,
                p.priority(role),
                p.rttNanos,
                p.totalRttNanos,
                p.requestsSent,
                p.responsesReceived,
                p.requestsReceived,
                p.responsesSent,
                p.consentRequestsSent,
                p.packetsSent,
                p.bytesSent,
                p.lastSentNanos,
                p.packetsReceived,
                p.bytesReceived,
                p.lastReceivedNanos);
    }
}
