package dev.plumb.ice.agent;

import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sent checks, with their retransmissions and responses.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.2 RFC 8445 7.2, STUN Client Procedures
 */
final class OutboundChecks {
    private static final long RTO_CEILING_NANOS = 3_000_000_000L;

    private final IceAgent agent;
    private final IceConfig config;
    private final CheckList checkList;
    private final Candidates candidates;
    private final Nomination nomination;
    private final IceCounters counters;
    private final DatagramSink below;
    private final PacketPool pool;
    private final RandomGenerator random;
    private final StunTransactions<Check> transactions;

    OutboundChecks(
            IceAgent agent,
            IceConfig config,
            CheckList checkList,
            Candidates candidates,
            Nomination nomination,
            IceCounters counters,
            DatagramSink below,
            PacketPool pool,
            RandomGenerator random) {
        this.agent = agent;
        this.config = config;
        this.checkList = checkList;
        this.candidates = candidates;
        this.nomination = nomination;
        this.counters = counters;
        this.below = below;
        this.pool = pool;
        this.random = random;
        this.transactions = new StunTransactions<>(config.requestsAtMost());
    }

    boolean isOurs(TransactionId id) {
        return transactions.find(id) != null;
    }

    long nextNanos() {
        return transactions.nextNanos();
    }

    void clear() {
        transactions.clear();
    }

    /** Forgets all but the consent checks of one pair. */
    void clearExceptConsentOf(@Nullable CandidatePair kept) {
        for (StunTransactions.Transaction<Check> t : transactions.all()) {
            if (t.about.pair() != kept || !t.about.consent()) {
                transactions.remove(t);
            }
        }
    }

    /** Stops the retransmissions on a pair, since a triggered check replaces them. */
    void stopResendingOn(CandidatePair pair) {
        for (StunTransactions.Transaction<Check> t : transactions.all()) {
            if (t.about.pair() == pair) {
                transactions.stopResending(t);
            }
        }
    }

    /** Sends a check. Consent for a pair continues with the credentials it was checked with, also after a restart. */
    void send(CandidatePair pair, boolean nominate, boolean isConsent, long nowNanos) {
        if (!isConsent) {
            pair.ours = agent.localCredentials();
            pair.theirs = agent.remoteCredentials();
        }
        Credentials ours = pair.ours;
        Credentials theirs = pair.theirs;
        if (ours == null || theirs == null) {
            return;
        }
        TransactionId id = TransactionId.random(random);
        byte[] request = CheckMessages.check(
                id, ours, theirs, pair.local.peerReflexivePriority(), agent.role(), agent.tieBreaker(), nominate);
        Check check = new Check(pair, theirs, agent.role(), nominate, isConsent);
        var transaction = new StunTransactions.Transaction<>(id, check, request, nowNanos, rtoNanos(pair));
        transactions.add(transaction);
        transmit(pair, request);
        if (isConsent) {
            pair.consentRequestsSent++;
            pair.consentSentNanos = nowNanos;
            // sent once, since each request for consent has a transaction id of its own (RFC 7675 5.1); a full queue
            // may
            // hold back the answer for seconds, and it still counts
            transactions.awaitUntil(
                    transaction, nowNanos + config.consentExpiry().toNanos());
        }
    }

    private long rtoNanos(CandidatePair pair) {
        long busy = checkList.pairs().stream()
                .filter(p -> p.state() == PairState.WAITING || p.state() == PairState.IN_PROGRESS)
                .count();
        long byLoad = Math.min(RTO_CEILING_NANOS, config.pace().toNanos() * busy);
        return Math.max(Math.max(config.initialRto().toNanos(), byLoad), 2 * pair.rttNanos);
    }

    private void transmit(CandidatePair pair, byte[] request) {
        pair.requestsSent++;
        below.send(pool.copyOf(request).path(pair.path));
    }

    /** Retransmits the requests that are due, and gives up those that were sent often enough. */
    void retransmit(long nowNanos) {
        StunTransactions.Due<Check> due = transactions.due(nowNanos);
        for (StunTransactions.Transaction<Check> t : due.again()) {
            transmit(t.about.pair(), t.request);
        }
        for (StunTransactions.Transaction<Check> t : due.timedOut()) {
            if (!t.about.consent()) {
                failed(t.about);
            }
        }
    }

    private void failed(Check check) {
        CandidatePair pair = check.pair();
        pair.nominating = false;
        if (!pair.isValid() || check.nominates()) {
            pair.state(PairState.FAILED);
        }
    }

    /** Handles a response. */
    void answered(StunMessage answer, Path path, long nowNanos) {
        StunTransactions.Transaction<Check> transaction = transactions.find(answer.id());
        if (transaction == null) {
            counters.unknownResponses++;
            return;
        }
        Check check = transaction.about;
        boolean authentic = answer.isAuthentic(check.remote().key());
        ErrorCode error = answer.messageClass() == StunClass.ERROR ? answer.errorCode() : null;
        if (!authentic) {
            // treated as if it had not arrived, because anybody can write it (RFC 8489 9.1.4)
            counters.unauthenticatedResponses++;
            return;
        }
        if (error != null && isPassing(error)) {
            counters.errorResponses++;
            return;
        }
        transactions.remove(transaction);
        if (error != null && error.code() != ErrorCode.ROLE_CONFLICT.code()) {
            counters.errorResponses++;
            if (!check.consent()) {
                failed(check);
            }
            return;
        }
        if (error != null) {
            toldOfConflict(check);
        } else if (path.localPortId() != check.pair().local.localPortId()
                || !path.remote().equals(check.pair().remote().address())) {
            counters.asymmetricResponses++;
            failed(check);
        } else if (answer.messageClass() == StunClass.SUCCESS) {
            succeeded(transaction, answer, nowNanos);
        }
    }

    /**
     * Returns whether retransmissions of the request go on after this error. The peer may not know our credentials yet,
     * or it may be short of a resource.
     */
    private static boolean isPassing(ErrorCode error) {
        return error.code() == ErrorCode.UNAUTHENTICATED.code() || error.code() / 100 == 5;
    }

    /**
     * Handles a role conflict that the peer reports: changes the role and tries again.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-7.2.5.1 RFC 8445 7.2.5.1, Role Conflict
     */
    private void toldOfConflict(Check check) {
        counters.roleConflicts++;
        if (check.roleThen() == agent.role()) {
            agent.changeRole(agent.role().other(), true);
        }
        check.pair().nominating = false;
        if (!check.pair().isValid()) {
            check.pair().state(PairState.WAITING);
        }
        checkList.trigger(check.pair());
    }

    private void succeeded(StunTransactions.Transaction<Check> transaction, StunMessage answer, long nowNanos) {
        Check check = transaction.about;
        CandidatePair pair = check.pair();
        pair.responsesReceived++;
        pair.lastHeardNanos = nowNanos;
        if (transaction.measuresRtt()) {
            pair.rttNanos = nowNanos - transaction.firstSentNanos;
            pair.totalRttNanos += pair.rttNanos;
        }
        InetSocketAddress mapped = answer.mappedAddress();
        pair.succeeded(mapped == null ? pair.local.candidate() : candidates.seenAs(pair.local, mapped));
        checkList.unfreeze(pair.foundation());
        boolean taken = pair.nominateOnSuccess && agent.role() == IceRole.CONTROLLED;
        nomination.worked(pair, check.nominates() || taken, nowNanos);
    }
}
