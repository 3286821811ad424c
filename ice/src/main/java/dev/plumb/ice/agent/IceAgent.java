package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Timers;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A full ICE agent for one component: it pairs candidates, checks them, nominates or follows nominations, keeps consent
 * fresh and survives restarts. It is handed STUN packets only; gathering is {@link ReflexiveGatherer}'s.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445 RFC 8445, Interactive Connectivity Establishment
 * @spec https://www.rfc-editor.org/rfc/rfc8838 RFC 8838, Trickle ICE
 * @spec https://www.rfc-editor.org/rfc/rfc7675 RFC 7675, STUN Usage for Consent Freshness
 */
public final class IceAgent implements Engine<IceEvent> {
    /** The time for which the former pair, and the credentials from before a restart, are still listened to. */
    public static final long FORMER_NANOS = 3_000_000_000L;

    private final IceConfig config;
    private final DatagramSink below;
    private final PacketPool pool;
    private final long tieBreaker;
    private final Timers<IceTimer> timers = new Timers<>(IceTimer.class);
    private final OutboundChecks outboundChecks;
    private final CheckList checkList;
    private final Candidates candidates;
    private final Nomination nomination;
    private final TriggeredChecks triggeredChecks;
    private final InboundChecks inboundChecks;
    private final Consent consent;
    private final Liveness liveness;
    private final SelectedPair selected;
    private final ArrayDeque<IceEvent> events = new ArrayDeque<>();
    private final IceCounters counters = new IceCounters();

    private IceState state = new IceState.New();
    private IceRole role;
    private Credentials local;
    private @Nullable Credentials remote;
    /**
     * Our credentials before a restart. They are answered to until soon after a pair of the new generation is selected.
     */
    private @Nullable Credentials previousLocal;

    private boolean localsComplete;
    private boolean remotesComplete;
    private long lastCheckNanos = Long.MIN_VALUE / 2;

    /**
     * Creates an agent that has not started: it answers checks made with {@code parameters}, and sends none.
     *
     * @param role the role it begins with; a conflict may change it
     */
    public IceAgent(
            IceConfig config,
            IceParameters parameters,
            IceRole role,
            DatagramSink below,
            PacketPool pool,
            RandomGenerator random) {
        this.config = config;
        this.local = new Credentials(parameters);
        this.role = role;
        this.below = below;
        this.pool = pool;
        this.tieBreaker = random.nextLong();
        this.checkList = new CheckList(role);
        this.candidates = new Candidates(checkList, counters, random);
        this.nomination = new Nomination(this, config, checkList, timers);
        this.outboundChecks =
                new OutboundChecks(this, config, checkList, candidates, nomination, counters, below, pool, random);
        this.triggeredChecks = new TriggeredChecks(this, checkList, candidates, outboundChecks, nomination, events);
        this.inboundChecks = new InboundChecks(this, triggeredChecks, counters);
        this.consent = new Consent(config, timers, random);
        this.liveness = new Liveness(config);
        this.selected = new SelectedPair(checkList, liveness, counters, below);
    }

    // ---- from above -------------------------------------------------------------------------------------------------

    /** Returns its state. */
    public IceState state() {
        return state;
    }

    /** Returns its role at the moment. */
    public IceRole role() {
        return role;
    }

    /** Returns its counters. */
    public IceCounters counters() {
        return counters;
    }

    /** Returns its parameters of this generation. */
    public IceParameters localParameters() {
        return local.parameters();
    }

    /** Returns the peer's parameters, once started. */
    public Optional<IceParameters> remoteParameters() {
        return Optional.ofNullable(remote).map(Credentials::parameters);
    }

    /** Returns all pairs, the best first. */
    public List<PairStats> pairStats() {
        return checkList.pairs().stream()
                .map(p -> PairStats.of(p, selected.is(p), role))
                .toList();
    }

    /** Returns the pair that datagrams use, or empty before one works. */
    public Optional<PairStats> selectedPair() {
        return Optional.ofNullable(selected.pair()).map(p -> PairStats.of(p, true, role));
    }

    /** Returns whether a pair works, so that {@link #send} sends. */
    public boolean isUsable() {
        return selected.isThere();
    }

    /**
     * Begins checks with the parameters of the peer's description. It is called again with other parameters, after
     * {@link #restart}, for the next generation.
     *
     * @throws IllegalStateException where the agent is closed
     */
    public void start(IceParameters remoteParameters, IceRole startRole, long nowNanos) {
        requireOpen();
        if (remote != null && remote.parameters().equals(remoteParameters)) {
            return;
        }
        if (remote != null) {
            forgetRemote();
            to(new IceState.New(), "other remote parameters");
        }
        remote = new Credentials(remoteParameters);
        if (role != startRole && state instanceof IceState.New && !selected.isThere()) {
            changeRole(startRole, false);
        }
        timers.set(IceTimer.PATIENCE, nowNanos + config.patience().toNanos());
        triggeredChecks.startedWith(remote, nowNanos);
        if (candidates.hasRemotes()) {
            enterChecking(nowNanos);
        }
        evaluate(nowNanos);
    }

    /**
     * Begins a new generation, without candidates of ours: checks start anew when {@link #start} brings the peer's new
     * parameters, and until a pair of the new generation is nominated the old one stays in use.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-9 RFC 8445 9, ICE Restarts
     */
    public void restart(IceParameters newLocal, long nowNanos) {
        requireOpen();
        CandidatePair inUse = selected.pair();
        previousLocal = inUse == null ? null : inUse.ours;
        CandidatePair nominated = checkList.bestNominated(p -> true);
        selected.listenTo(
                nominated == null ? checkList.bestValid(p -> true) : nominated); // the peer may be ahead of us
        timers.set(IceTimer.FORMER, nowNanos + FORMER_NANOS);
        local = new Credentials(newLocal);
        candidates.clearLocals();
        forgetRemote();
        localsComplete = false;
        timers.stop(IceTimer.PATIENCE);
        timers.stop(IceTimer.NOMINATE);
        to(new IceState.New(), "restart");
        evaluate(nowNanos);
    }

    /** Forgets pairs, remote candidates and checks; the selected pair stays in use. */
    private void forgetRemote() {
        outboundChecks.clearExceptConsentOf(selected.pair());
        checkList.clear();
        candidates.clearRemotes();
        remotesComplete = false;
        nomination.forget();
    }

    /** Adds a candidate of ours; reflexive ones share a port with their base and form no pairs of their own. */
    public void addLocalCandidate(LocalCandidate candidate, long nowNanos) {
        requireOpen();
        candidates.add(candidate);
        evaluate(nowNanos);
    }

    /** Removes a local port that is gone, with its candidates and pairs. */
    public void removeLocalPort(int localPortId, long nowNanos) {
        candidates.removePort(localPortId);
        checkList.removeIf(p -> p.local.localPortId() == localPortId);
        if (selected.usesPort(localPortId)) {
            selected.drop();
        }
        evaluate(nowNanos);
    }

    /** Adds a candidate of the peer's; those that cannot be used (TCP, no port) are kept and not paired. */
    public void addRemoteCandidate(IceCandidate candidate, long nowNanos) {
        requireOpen();
        if (!candidates.add(candidate)) {
            return;
        }
        if (remote != null && (state instanceof IceState.New || isLeftOver(selected.pair()))) {
            enterChecking(nowNanos);
        }
        evaluate(nowNanos);
    }

    /** Ends the local candidates of this generation. */
    public void endOfLocalCandidates(long nowNanos) {
        localsComplete = true;
        evaluate(nowNanos);
    }

    /** Ends the remote candidates of this generation. */
    public void endOfRemoteCandidates(long nowNanos) {
        remotesComplete = true;
        evaluate(nowNanos);
    }

    /**
     * Holds back ordinary checks while another agent's are under way, or lets them go.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.2.6 RFC 8445 6.1.2.6, Computing Candidate Pair States
     */
    public void hold(boolean held, long nowNanos) {
        checkList.held(held);
        evaluate(nowNanos);
    }

    /**
     * Returns whether one of our checks on this path has been answered. Datagrams are accepted only on such a path. RFC
     * 8445 12.2 would accept them from any candidate.
     */
    public boolean hasValidated(Path path) {
        return selected.isOver(path) || checkList.hasValidated(path);
    }

    /**
     * Returns whether datagrams from there may be for this agent: it is the address of a known remote candidate or
     * pair.
     */
    public boolean knows(InetSocketAddress remoteAddress) {
        return candidates.knows(remoteAddress) || selected.goesTo(remoteAddress);
    }

    /** Returns whether a STUN answer is to a check of this agent. */
    public boolean isOurs(TransactionId id) {
        return outboundChecks.isOurs(id);
    }

    /**
     * Counts a datagram for the layers above as a sign of life of the pair it arrived on.
     *
     * @return true if {@link #deadlineNanos} has become earlier
     */
    public boolean received(Packet borrowed, long nowNanos) {
        boolean flows = selected.received(borrowed, nowNanos);
        if (flows) {
            timers.set(IceTimer.LIVENESS, liveness.nextNanos(selected.pair()));
        }
        return flows;
    }

    /** Sends a datagram of the floors above over the selected pair; without one it is counted and dropped. */
    public void send(Packet owned, long nowNanos) {
        selected.send(owned, nowNanos);
    }

    /** Ends it; it answers nothing any more. */
    public void close() {
        if (!(state instanceof IceState.Closed)) {
            timers.stopAll();
            outboundChecks.clear();
            checkList.clear();
            selected.drop();
            selected.forgetFormers();
            previousLocal = null;
            to(new IceState.Closed(), "closed");
        }
    }

    private void requireOpen() {
        if (state instanceof IceState.Closed) {
            throw new IllegalStateException("this ICE agent is closed; make a new one");
        }
    }

    // ---- engine -----------------------------------------------------------------------------------------------------

    @Override
    public void receive(Packet borrowed, long nowNanos) {
        if (state instanceof IceState.Closed) {
            return;
        }
        StunMessage message = StunMessage.parse(borrowed);
        if (message == null || message.method() != StunMessage.BINDING) {
            counters.malformed++;
            return;
        }
        switch (message.messageClass()) {
            case REQUEST -> inboundChecks.answer(message, borrowed.path(), nowNanos);
            case SUCCESS, ERROR -> outboundChecks.answered(message, borrowed.path(), nowNanos);
            case INDICATION -> {}
        }
        evaluate(nowNanos);
    }

    @Override
    public void timeout(long nowNanos) {
        if (timers.expire(IceTimer.RETRANSMIT, nowNanos)) {
            outboundChecks.retransmit(nowNanos);
        }
        if (timers.expire(IceTimer.PACE, nowNanos)) {
            checkNext(nowNanos);
        }
        CandidatePair inUse = selected.pair();
        if (timers.expire(IceTimer.CONSENT, nowNanos) && inUse != null) {
            outboundChecks.send(inUse, nomination.isSaidAgain(inUse), true, nowNanos);
            consent.scheduleNext(inUse, nowNanos);
        }
        if (timers.expire(IceTimer.LIVENESS, nowNanos)) {
            silent(nowNanos);
        }
        if (timers.expire(IceTimer.FORMER, nowNanos)) {
            selected.forgetFormers();
            previousLocal = isLeftOver(inUse) ? previousLocal : null;
        }
        timers.expire(IceTimer.NOMINATE, nowNanos);
        timers.expire(IceTimer.PATIENCE, nowNanos);
        evaluate(nowNanos);
    }

    @Override
    public long deadlineNanos() {
        return timers.nextNanos();
    }

    @Override
    public @Nullable Packet pollPacket() {
        return null;
    }

    @Override
    public @Nullable IceEvent pollEvent() {
        return events.poll();
    }

    // ---- checks going out -------------------------------------------------------------------------------------------

    private void checkNext(long nowNanos) {
        if (remote == null) {
            return;
        }
        CandidatePair pair = checkList.next();
        if (pair != null) {
            if (pair.state() != PairState.SUCCEEDED) {
                pair.state(PairState.IN_PROGRESS);
            }
            outboundChecks.send(pair, pair.nominating && role == IceRole.CONTROLLING, false, nowNanos);
            lastCheckNanos = nowNanos;
        }
    }

    // ---- checks coming in, decided by InboundChecks -----------------------------------------------------------------

    Credentials localCredentials() {
        return local;
    }

    @Nullable
    Credentials remoteCredentials() {
        return remote;
    }

    @Nullable
    Credentials previousLocalCredentials() {
        return previousLocal;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    /** Sends a response on the path of its request. */
    void respond(byte[] response, Path path) {
        below.send(pool.copyOf(response).path(path));
    }

    void changeRole(IceRole newRole, boolean byConflict) {
        role = newRole;
        checkList.role(newRole);
        for (CandidatePair p : checkList.pairs()) {
            p.nominating = false;
        }
        if (byConflict) {
            events.add(new IceEvent.RoleChanged(newRole));
        }
    }

    /** Applies a check that was answered before this agent was started with its sender's parameters. */
    void checkedBefore(PeerCheck check, long nowNanos) {
        triggeredChecks.checked(check, nowNanos);
        evaluate(nowNanos);
    }

    // ---- selection, nomination, state -------------------------------------------------------------------------------

    /** Enters the checking state, once there is something to check. */
    void enterChecking(long nowNanos) {
        to(new IceState.Checking(nowNanos), "remote candidates");
    }

    /** Updates selection, nomination, state and timers after an event. */
    private void evaluate(long nowNanos) {
        if (state instanceof IceState.Closed || state instanceof IceState.Failed) {
            return;
        }
        select(nowNanos);
        if (remote != null) {
            nomination.proposeWhereDue(p -> !liveness.isSilent(p, nowNanos), nowNanos);
        }
        updateState(nowNanos);
        if (!(state instanceof IceState.Failed)) {
            schedule(nowNanos);
        }
    }

    private void select(long nowNanos) {
        CandidatePair better = selected.improve(nowNanos);
        if (better == null) {
            return;
        }
        // what the peer sent before it knew of the change is still under way
        timers.set(IceTimer.FORMER, nowNanos + FORMER_NANOS);
        counters.selectedPairChanges++;
        consent.scheduleNext(better, nowNanos);
        events.add(new IceEvent.SelectedPairChanged(better.seenAs(), better.remote()));
    }

    private void updateState(long nowNanos) {
        CandidatePair pair = selected.pair();
        if (pair == null) {
            updateUnusable(nowNanos);
        } else if (!isLeftOver(pair)) {
            updateUsable(pair, nowNanos);
        } else if (state instanceof IceState.Disconnected && !liveness.isDisconnected(pair, nowNanos)) {
            to(new IceState.Connected(), "the pair of before the restart works again");
        }
    }

    private void updateUsable(CandidatePair pair, long nowNanos) {
        if (liveness.isDisconnected(pair, nowNanos)) {
            return;
        }
        boolean allTried = checkList.allTried();
        boolean isRestarted = previousLocal != null; // the restart is over when the former generation is let go
        if (pair.nominated() && localsComplete && remotesComplete && allTried && !isRestarted) {
            to(new IceState.Completed(), "all pairs tried");
        } else if (!(state instanceof IceState.Completed)) {
            to(new IceState.Connected(), "a pair works");
        }
    }

    private void updateUnusable(long nowNanos) {
        boolean hopeless = !timers.running(IceTimer.PATIENCE) && checkList.allTried();
        if (state instanceof IceState.Connected || state instanceof IceState.Completed) {
            to(new IceState.Disconnected(), "the selected pair is gone");
        } else if (state instanceof IceState.Disconnected && checkList.hasWork()) {
            enterChecking(nowNanos);
        } else if (hopeless && remote != null && !(state instanceof IceState.Failed)) {
            // this holds also if the peer has no candidate at all
            if (localsComplete && remotesComplete) {
                fail("no candidate pair works: "
                        + FailureReason.of(checkList.pairs(), candidates.hasRemotes(), counters));
            } else if (!(state instanceof IceState.New)) {
                to(new IceState.Disconnected(), "all pairs failed, more candidates may come");
            }
        }
    }

    /** Handles a selected pair that has been silent for a while. */
    private void silent(long nowNanos) {
        CandidatePair pair = selected.pair();
        if (pair == null) {
            return;
        }
        boolean isLeftOver = isLeftOver(pair);
        switch (liveness.look(pair, nowNanos)) {
            case LIVES -> {}
            case PROBE -> {
                outboundChecks.send(pair, nomination.isSaidAgain(pair), true, nowNanos);
                checkList.checkOthersThan(pair);
            }
            case SILENT -> checkList.tryAgainAllBut(pair);
            case DISCONNECTED -> {
                outboundChecks.send(pair, nomination.isSaidAgain(pair), true, nowNanos);
                boolean isUntold = pair.isUntold();
                // during a restart the state is that of the new generation, and the silence is told once
                if (isLeftOver ? isUntold : state.isUsable() && !(state instanceof IceState.Disconnected)) {
                    to(new IceState.Disconnected(), "nothing is heard of the peer");
                    checkList.tryAgainAllBut(pair);
                }
            }
            case EXPIRED -> {
                pair.state(PairState.FAILED);
                checkList.failValidWhere(p -> liveness.isExpired(p, nowNanos));
                selected.drop();
                if (checkList.bestValid(p -> true) == null && state.isUsable() && !isLeftOver) {
                    fail("consent expired");
                }
            }
        }
    }

    /** Returns whether the pair in use is of before a restart. A pair of the new generation will take its place. */
    private boolean isLeftOver(@Nullable CandidatePair pair) {
        return pair != null && !checkList.pairs().contains(pair);
    }

    private void fail(String reason) {
        timers.stopAll();
        outboundChecks.clear();
        selected.drop();
        selected.forgetFormers();
        previousLocal = null;
        to(new IceState.Failed(reason), reason);
    }

    private void schedule(long nowNanos) {
        if (remote != null && checkList.hasWork()) {
            timers.set(
                    IceTimer.PACE,
                    Math.max(nowNanos, lastCheckNanos + config.pace().toNanos()));
        } else {
            timers.stop(IceTimer.PACE);
        }
        timers.set(IceTimer.RETRANSMIT, outboundChecks.nextNanos());
        timers.set(IceTimer.LIVENESS, liveness.nextNanos(selected.pair()));
        if (!selected.isThere()) {
            consent.stop();
        }
    }

    private void to(IceState next, String reason) {
        if (next.getClass() != state.getClass()) {
            IceState from = state;
            state = next;
            events.add(new IceEvent.StateChanged(from, next, reason));
        }
    }
}
