package dev.plumb.sctp;

/**
 * The protocol's own rules: a packet more for each window acknowledged, half upon a loss.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2.1 RFC 9260 7.2.1, Slow-Start
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2.2 RFC 9260 7.2.2, Congestion Avoidance
 */
final class StandardController extends CongestionController {
    /**
     * L of RFC 3465: a SACK of two packets opens the window by two; {@link WindowPacer} sees to it that they do not go at
     * once.
     */
    private static final int PACKETS_A_SACK = 2;

    /**
     * The growth in packets for a SACK. It is one after a time-out, since data acknowledged then may have been sent
     * long before.
     */
    private int packetsASack = PACKETS_A_SACK;

    private long partialBytes;

    StandardController(SctpConfig config, long peerWindowBytes) {
        super(config, peerWindowBytes);
    }

    @Override
    void growInSlowStart(Acknowledgement ack) {
        if (ack.advanced() && ack.limited()) {
            grow(Math.min(ack.ackedBytes(), (long) packetsASack * mtuBytes()));
        }
    }

    @Override
    void growInAvoidance(Acknowledgement ack) {
        packetsASack = PACKETS_A_SACK;
        if (!ack.advanced()) {
            return;
        }
        partialBytes += ack.ackedBytes();
        if (!ack.limited()) {
            partialBytes = Math.min(partialBytes, windowBytes());
        } else if (partialBytes >= windowBytes()) {
            partialBytes -= windowBytes();
            grow(mtuBytes());
        }
    }

    @Override
    void forget() {
        partialBytes = 0;
        packetsASack = PACKETS_A_SACK;
    }

    @Override
    void idle() {
        partialBytes = 0;
    }

    @Override
    long afterLoss() {
        partialBytes = 0;
        return windowBytes() / 2;
    }

    @Override
    long afterTimeOut() {
        packetsASack = 1;
        return afterLoss();
    }
}
