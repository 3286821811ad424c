package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Path;
import dev.plumb.ice.stun.AttributeType;
import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.StunMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handling of the peer's checks: credentials, unknown attributes, role conflict, success.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.3 RFC 8445 7.3, STUN Server Procedures
 */
final class InboundChecks {
    private final IceAgent agent;
    private final TriggeredChecks triggeredChecks;
    private final IceCounters counters;

    InboundChecks(IceAgent agent, TriggeredChecks triggeredChecks, IceCounters counters) {
        this.agent = agent;
        this.triggeredChecks = triggeredChecks;
        this.counters = counters;
    }

    void answer(StunMessage request, Path path, long nowNanos) {
        switch (CheckGate.judge(request, this::credentialsOf)) {
            case CheckGate.Refused(var answer, boolean authentic) -> {
                counters.unauthenticatedRequests += authentic ? 0 : 1;
                agent.respond(answer.toByteArray(), path);
            }
            case CheckGate.Passed(Credentials ours, String remoteFragment) ->
                answerAuthentic(request, ours, remoteFragment, path, nowNanos);
        }
    }

    private void answerAuthentic(
            StunMessage request, Credentials ours, String remoteFragment, Path path, long nowNanos) {
        if (!resolveConflict(request, ours, path)) {
            return;
        }
        agent.respond(CheckMessages.success(request, path.remote(), ours.key()).toByteArray(), path);
        if (ours.equals(agent.localCredentials())) {
            boolean useCandidate = request.has(AttributeType.USE_CANDIDATE);
            triggeredChecks.checked(new PeerCheck(remoteFragment, path, request.priority(), useCandidate), nowNanos);
        }
    }

    private @Nullable Credentials credentialsOf(String fragment) {
        if (agent.localCredentials().fragment().equals(fragment)) {
            return agent.localCredentials();
        }
        Credentials previous = agent.previousLocalCredentials();
        return previous != null && previous.fragment().equals(fragment) ? previous : null;
    }

    /**
     * Resolves a role conflict: the side with the larger tie-breaker has the role it claims. Returns false if the
     * request was refused.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.3.1.1 RFC 8445 7.3.1.1, Detecting and Repairing Role Conflicts
     */
    private boolean resolveConflict(StunMessage request, Credentials ours, Path path) {
        boolean controlling = agent.role() == IceRole.CONTROLLING;
        Long theirs = request.tieBreaker(controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED);
        if (theirs == null) {
            return true;
        }
        counters.roleConflicts++;
        boolean oursIsLarger = Long.compareUnsigned(agent.tieBreaker(), theirs) >= 0;
        if (oursIsLarger == controlling) {
            agent.respond(
                    CheckMessages.error(request, ErrorCode.ROLE_CONFLICT, List.of(), ours.key())
                            .toByteArray(),
                    path);
            return false;
        }
        agent.changeRole(agent.role().other(), true);
        return true;
    }
}
