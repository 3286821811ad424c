package dev.plumb.ice.agent;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.engine.Timers;
import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.ice.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer of reflexive addresses, which asks STUN servers for the addresses of our ports. It asks again at intervals
 * so that NATs keep the mappings.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-5.1.1.2 RFC 8445 5.1.1.2, Server-Reflexive and Relayed Candidates
 */
public final class ReflexiveGatherer implements Engine<GatherEvent> {
    /** The error code under which a server's silence is reported. */
    public static final int NO_ANSWER = 701;

    private static final long KEEPALIVE_NANOS = 15_000_000_000L;

    private final IceConfig config;
    private final DatagramSink below;
    private final PacketPool pool;
    private final RandomGenerator random;
    private final StunTransactions<Query> transactions;
    private final Timers<Timer> timers = new Timers<>(Timer.class);
    private final ArrayDeque<Query> waiting = new ArrayDeque<>();
    private final List<Query> asked = new ArrayList<>();
    private final ArrayDeque<GatherEvent> events = new ArrayDeque<>();
    private boolean reportedComplete = true;

    /** Creates a gatherer that asks no server yet. */
    public ReflexiveGatherer(IceConfig config, DatagramSink below, PacketPool pool, RandomGenerator random) {
        this.config = config;
        this.below = below;
        this.pool = pool;
        this.random = random;
        this.transactions = new StunTransactions<>(config.requestsAtMost());
    }

    private enum Timer {
        /** The next new query may be sent (Ta). */
        PACE,
        /** A query is to be sent again, or given up. */
        RETRANSMIT,
        /** The mappings are to be refreshed. */
        KEEPALIVE
    }

    private static final class Query {
        final LocalCandidate host;
        final InetSocketAddress server;
        private @Nullable InetSocketAddress mapped;

        Query(LocalCandidate host, InetSocketAddress server) {
            this.host = host;
            this.server = server;
        }
    }

    /** Asks {@code server} about the port of a host candidate; of another family it is not asked. */
    public void ask(LocalCandidate host, InetSocketAddress server, long nowNanos) {
        if (host.base().getAddress().getClass() != server.getAddress().getClass()) {
            return;
        }
        waiting.add(new Query(host, server));
        reportedComplete = false;
        if (!timers.running(Timer.PACE)) {
            timers.set(Timer.PACE, nowNanos);
        }
    }

    /** Returns whether no query is under way. */
    public boolean isComplete() {
        return waiting.isEmpty() && transactions.all().stream().allMatch(t -> t.about.mapped != null);
    }

    /** Returns whether a STUN response answers a query of this gatherer. */
    public boolean isOurs(TransactionId id) {
        return transactions.find(id) != null;
    }

    @Override
    public void receive(Packet borrowed, long nowNanos) {
        StunMessage answer = StunMessage.parse(borrowed);
        StunTransactions.Transaction<Query> transaction = answer == null ? null : transactions.find(answer.id());
        if (answer == null
                || transaction == null
                || !transaction.about.server.equals(borrowed.path().remote())
                || transaction.about.host.localPortId() != borrowed.path().localPortId()) {
            return;
        }
        transactions.remove(transaction);
        if (answer.messageClass() == StunClass.SUCCESS) {
            succeeded(transaction.about, answer.mappedAddress());
        } else {
            ErrorCode error = answer.errorCode();
            failed(
                    transaction.about,
                    error == null ? ErrorCode.BAD_REQUEST.code() : error.code(),
                    error == null ? "malformed answer" : error.reason());
        }
        schedule();
    }

    private void succeeded(Query query, @Nullable InetSocketAddress mapped) {
        if (mapped == null) {
            failed(query, ErrorCode.BAD_REQUEST.code(), "answer without an address");
            return;
        }
        boolean news = !mapped.equals(query.mapped);
        query.mapped = mapped;
        if (news && !mapped.equals(query.host.base())) {
            LocalCandidate host = query.host;
            IceCandidate found =
                    IceCandidate.reflexive(CandidateType.SERVER_REFLEXIVE, mapped, host, query.server.toString());
            events.add(new GatherEvent.Found(
                    new LocalCandidate(
                            found, host.localPortId(), host.base(), host.localPreference(), host.component()),
                    query.server));
        }
    }

    private void failed(Query query, int code, String reason) {
        asked.remove(query);
        events.add(new GatherEvent.ServerFailed(query.host.localPortId(), query.server, code, reason));
    }

    @Override
    public void timeout(long nowNanos) {
        if (timers.expire(Timer.RETRANSMIT, nowNanos)) {
            StunTransactions.Due<Query> due = transactions.due(nowNanos);
            due.again().forEach(t -> transmit(t.about, t.request));
            due.timedOut().forEach(t -> failed(t.about, NO_ANSWER, "no answer"));
        }
        if (timers.expire(Timer.PACE, nowNanos)) {
            Query next = waiting.poll();
            if (next != null) {
                asked.add(next);
                send(next, nowNanos);
                timers.set(Timer.PACE, nowNanos + config.pace().toNanos());
                timers.set(Timer.KEEPALIVE, nowNanos + KEEPALIVE_NANOS);
            }
        }
        if (timers.expire(Timer.KEEPALIVE, nowNanos) && !asked.isEmpty()) {
            // a query that is under way still needs no other
            asked.stream().filter(q -> q.mapped != null).toList().forEach(q -> send(q, nowNanos));
            timers.set(Timer.KEEPALIVE, nowNanos + KEEPALIVE_NANOS);
        }
        schedule();
    }

    private void send(Query query, long nowNanos) {
        TransactionId id = TransactionId.random(random);
        byte[] request = StunWriter.bindingRequest(id).fingerprint().toByteArray();
        transactions.add(new StunTransactions.Transaction<>(
                id, query, request, nowNanos, config.initialRto().toNanos()));
        transmit(query, request);
    }

    private void transmit(Query query, byte[] request) {
        below.send(pool.copyOf(request).path(new Path(query.host.localPortId(), Path.Protocol.UDP, query.server)));
    }

    private void schedule() {
        timers.set(Timer.RETRANSMIT, transactions.nextNanos());
        if (!reportedComplete && isComplete()) {
            reportedComplete = true;
            events.add(new GatherEvent.Complete());
        }
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
    public @Nullable GatherEvent pollEvent() {
        return events.poll();
    }
}
