package dev.plumb.sctp;

import dev.plumb.sctp.common.RtoEstimator;

/**
 * The transmission control block: the state of the association once the peer is known.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-14.2 RFC 9260 14.2, Parameters Necessary per Association (i.e., the TCB)
 */
final class Tcb {
    final long localTag;
    long peerTag;
    final NegotiatedCapabilities capabilities;
    /** The receive window that the peer announced. */
    final long peerWindowBytes;

    final RtoEstimator rto;
    final PathMtuSearch mtuSearch;
    final InboundData inbound;
    final RetransmissionQueue retransmission;
    final ReConfigExchange reConfig;
    /** Streams that we may send on. */
    int outgoingStreams;

    Tcb(SctpContext context, SendQueue sendQueue, StateCookie agreed) {
        localTag = agreed.localTag();
        peerTag = agreed.peerTag();
        capabilities = agreed.capabilities();
        peerWindowBytes = agreed.peerWindowBytes();
        rto = new RtoEstimator(
                context.config.initialRto().toNanos(),
                context.config.minRto().toNanos(),
                context.config.maxRto().toNanos());
        mtuSearch = new PathMtuSearch(context, rto, capabilities.padding());
        inbound = new InboundData(context, rto, agreed.peerInitialTsn(), capabilities);
        retransmission = new RetransmissionQueue(context, sendQueue, rto, mtuSearch, agreed);
        outgoingStreams = capabilities.outgoingStreams();
        reConfig = new ReConfigExchange(context, sendQueue, this, agreed);
    }
}
