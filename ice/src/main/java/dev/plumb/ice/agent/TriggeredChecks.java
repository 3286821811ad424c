package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;
import java.net.InetSocketAddress;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a peer's check on this side, once it is answered: its candidate is learnt, the pair is checked back,
 * and a nomination is taken.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.3.1.3 RFC 8445 7.3.1.3 to 7.3.1.5, Learning Peer-Reflexive
 *     Candidates, Triggered Checks, Updating the Nominated Flag
 */
final class TriggeredChecks {
    private final IceAgent agent;
    private final CheckList checkList;
    private final Candidates candidates;
    private final OutboundChecks outboundChecks;
    private final Nomination nomination;
    private final Queue<IceEvent> events;
    private final EarlyChecks earlyChecks = new EarlyChecks();

    TriggeredChecks(
            IceAgent agent,
            CheckList checkList,
            Candidates candidates,
            OutboundChecks outboundChecks,
            Nomination nomination,
            Queue<IceEvent> events) {
        this.agent = agent;
        this.checkList = checkList;
        this.candidates = candidates;
        this.outboundChecks = outboundChecks;
        this.nomination = nomination;
        this.events = events;
    }

    /** Applies the peer's earlier checks once its parameters are known. */
    void startedWith(Credentials remote, long nowNanos) {
        for (PeerCheck early : earlyChecks.takeFor(remote.fragment())) {
            trigger(early, nowNanos);
        }
    }

    /**
     * Applies a check of this generation that was answered with success, or keeps it until its sender's parameters are
     * known.
     */
    void checked(PeerCheck check, long nowNanos) {
        Credentials remote = agent.remoteCredentials();
        if (remote == null || !remote.fragment().equals(check.remoteFragment())) {
            earlyChecks.add(check);
            return;
        }
        trigger(check, nowNanos);
    }

    private void trigger(PeerCheck check, long nowNanos) {
        Path path = check.path();
        LocalCandidate from = candidates.local(path.localPortId());
        IceCandidate theirs = from == null ? null : remoteAt(path.remote(), check.priority());
        if (from == null || theirs == null) {
            return;
        }
        CandidatePair pair = checkList.find(from.localPortId(), theirs);
        if (pair == null) {
            pair = checkList.form(from, theirs);
        }
        if (pair == null) {
            return;
        }
        pair.requestsReceived++;
        pair.responsesSent++;
        if (agent.state() instanceof IceState.New) {
            agent.enterChecking(nowNanos);
        }
        if (!pair.isValid()) {
            outboundChecks.stopResendingOn(pair);
            pair.state(PairState.WAITING);
            checkList.trigger(pair);
        }
        if (check.useCandidate() && agent.role() == IceRole.CONTROLLED) {
            if (pair.isValid()) {
                nomination.nominated(pair);
            } else {
                pair.nominateOnSuccess = true;
            }
        }
    }

    private @Nullable IceCandidate remoteAt(InetSocketAddress address, long priority) {
        IceCandidate known = candidates.remote(address);
        if (known != null) {
            return known;
        }
        IceCandidate learnt = candidates.learn(address, priority);
        if (learnt != null) {
            events.add(new IceEvent.PeerReflexiveFound(learnt));
        }
        return learnt;
    }
}
