package dev.plumb.ice.agent;

import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.DatagramSink;
import dev.plumb.ice.stun.AttributeType;
import dev.plumb.ice.stun.StunMessage;

/**
 * The checks that arrive at a gatherer before there is a transport for their sender, as when one description was sent
 * to many. A gatherer has no role, so it never answers with a role conflict. It remembers the checks that it answered
 * with success, at most {@value EarlyChecks#KEPT_AT_MOST} of them, for a later transport.
 */
public final class GathererChecks {
    private final Credentials credentials;
    private final DatagramSink below;
    private final PacketPool pool;
    private final EarlyChecks early = new EarlyChecks();
    private long refused;

    /** Creates the checks of a gatherer with these parameters. */
    public GathererChecks(IceParameters parameters, DatagramSink below, PacketPool pool) {
        this.credentials = new Credentials(parameters);
        this.below = below;
        this.pool = pool;
    }

    /** Answers a request. */
    public void receive(StunMessage request, Path path) {
        switch (CheckGate.judge(request, f -> f.equals(credentials.fragment()) ? credentials : null)) {
            case CheckGate.Refused(var answer, boolean authentic) -> {
                refused++;
                respond(answer.toByteArray(), path);
            }
            case CheckGate.Passed(Credentials ours, String remoteFragment) -> {
                early.add(new PeerCheck(
                        remoteFragment, path, request.priority(), request.has(AttributeType.USE_CANDIDATE)));
                respond(
                        CheckMessages.success(request, path.remote(), ours.key())
                                .toByteArray(),
                        path);
            }
        }
    }

    private void respond(byte[] response, Path path) {
        below.send(pool.copyOf(response).path(path));
    }

    /** Passes an agent the checks of its peer that were answered before. */
    public void handOver(String remoteFragment, IceAgent to, long nowNanos) {
        for (PeerCheck e : early.takeFor(remoteFragment)) {
            to.checkedBefore(e, nowNanos);
        }
    }

    /** Requests that were refused. */
    public long refused() {
        return refused;
    }
}
