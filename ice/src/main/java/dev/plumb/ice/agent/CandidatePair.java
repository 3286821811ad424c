package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;
import org.jspecify.annotations.Nullable;

/**
 * A local and a remote candidate, the state of their check, and the counts of packets on them. Its fields are plain,
 * since it changes at packet rate.
 */
final class CandidatePair {
    private static final long FLOW_WINDOW_NANOS = 400_000_000L;
    private static final int FLOW_PACKETS = 8;

    final LocalCandidate local;
    /** The path over which it is sent. */
    final Path path;

    private IceCandidate remote;
    private PairState state = PairState.FROZEN;
    /** The local candidate as the peer sees it, once a check was answered. */
    private IceCandidate seenAs;

    private boolean nominated;
    /**
     * Our credentials and the peer's of the generation that checked the pair. Consent continues with these after a
     * restart.
     */
    @Nullable
    Credentials ours;

    @Nullable
    Credentials theirs;
    /** The controlled side: nominated once its own check succeeds. */
    boolean nominateOnSuccess;
    /** The controlling side: a check with USE-CANDIDATE is wanted or under way. */
    boolean nominating;

    /** The time of the last answer to one of our checks. Consent counts from then. */
    long lastHeardNanos;
    /** The time of the last consent request. */
    long consentSentNanos;

    long rttNanos;
    long totalRttNanos;
    long requestsSent;
    long responsesReceived;
    long requestsReceived;
    long responsesSent;
    long consentRequestsSent;
    long packetsSent;
    long bytesSent;
    long lastSentNanos;
    long packetsReceived;
    long bytesReceived;
    long lastReceivedNanos;
    /** The time at which expected traffic was last found missing; 0 before. */
    long suspectedNanos;

    private long toldOfNanos;
    private long flowSinceNanos;
    private int flowPackets;
    private boolean flows;

    CandidatePair(LocalCandidate local, IceCandidate remote) {
        this.local = local;
        this.remote = remote;
        this.seenAs = local.candidate();
        this.path = new Path(local.localPortId(), Path.Protocol.UDP, remote.address());
    }

    IceCandidate remote() {
        return remote;
    }

    void remote(IceCandidate newRemote) {
        remote = newRemote;
    }

    PairState state() {
        return state;
    }

    void state(PairState newState) {
        state = newState;
    }

    IceCandidate seenAs() {
        return seenAs;
    }

    boolean nominated() {
        return nominated;
    }

    boolean isValid() {
        return state == PairState.SUCCEEDED;
    }

    /**
     * Counts a datagram that arrived on this pair. Returns true if packets have begun to flow, so that a gap in them
     * raises suspicion from now on.
     */
    boolean received(int bytes, long nowNanos) {
        packetsReceived++;
        bytesReceived += bytes;
        lastReceivedNanos = nowNanos;
        flowPackets++;
        if (nowNanos - flowSinceNanos < FLOW_WINDOW_NANOS) {
            return false;
        }
        boolean before = flows;
        flows = nowNanos - flowSinceNanos < 2 * FLOW_WINDOW_NANOS && flowPackets >= FLOW_PACKETS;
        flowSinceNanos = nowNanos;
        flowPackets = 0;
        return flows && !before;
    }

    /** Returns whether packets arrive so often that a gap is a sign of trouble. */
    boolean flows() {
        return flows;
    }

    void flowPaused() {
        flows = false;
    }

    /** Returns whether expected traffic was missing on this pair and nothing has arrived since. */
    boolean isSuspected() {
        return suspectedNanos != 0 && lastAliveNanos() < suspectedNanos;
    }

    /**
     * Returns true once for each suspicion: the application is told of a silence once, even if ICE restarts during it.
     */
    boolean isUntold() {
        boolean isUntold = toldOfNanos != suspectedNanos;
        toldOfNanos = suspectedNanos;
        return isUntold;
    }

    /** Returns the time at which a packet last arrived on this pair. */
    long lastAliveNanos() {
        return Math.max(lastHeardNanos, lastReceivedNanos);
    }

    /** Notes that a check on this pair succeeded. The peer saw this side at {@code mapped}. */
    void succeeded(IceCandidate mapped) {
        state = PairState.SUCCEEDED;
        seenAs = mapped;
    }

    void nominate() {
        nominated = true;
        nominating = false;
    }

    /**
     * Returns the priority of the pair, unsigned 64 bits.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.2.3 RFC 8445 6.1.2.3, Computing Pair Priority and Ordering Pairs
     */
    long priority(IceRole role) {
        long ours = local.candidate().priority();
        long theirs = remote.priority();
        long g = role == IceRole.CONTROLLING ? ours : theirs;
        long d = role == IceRole.CONTROLLING ? theirs : ours;
        return (Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0);
    }

    String foundation() {
        return local.candidate().foundation() + ':' + remote.foundation();
    }

    @Override
    public String toString() {
        return local.base() + " -> " + remote.address() + " " + state + (nominated ? " nominated" : "");
    }
}
