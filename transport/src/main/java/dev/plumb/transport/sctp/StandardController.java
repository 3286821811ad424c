package dev.plumb.transport.sctp;

/**
 * The protocol's own rules: a packet more for each window acknowledged, half upon a loss.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-7.2.2 RFC 9260 7.2.2, Congestion Avoidance
 */
final class StandardController extends CongestionController {
    private long partialBytes;

    StandardController(SctpConfig config, long peerWindowBytes) {
        super(config, peerWindowBytes);
    }

    @Override
    void growInSlowStart(Acknowledgement ack) {
        if (ack.advanced() && ack.limited()) {
            grow(Math.min(ack.ackedBytes(), mtuBytes()));
        }
    }

    @Override
    void growInAvoidance(Acknowledgement ack) {
        if (!ack.advanced()) {
            return;
        }
        partialBytes += ack.ackedBytes();
        if (partialBytes >= windowBytes() && ack.limited()) {
            partialBytes -= windowBytes();
            grow(mtuBytes());
        }
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
        return afterLoss();
    }
}
