package dev.plumb.cli.bench;

import dev.plumb.cli.check.Interfaces;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.objects.Agent;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two agents of one process, each on a loop of its own or both on one. */
final class TwoAgents implements AutoCloseable {
    private final List<RtcLoop> loops;
    private final Agent first;
    private final Agent second;

    /**
     * Creates two agents on 127.0.0.1.
     *
     * @param loopCount the number of loops, 1 or 2
     */
    TwoAgents(int loopCount) throws SocketException {
        Interfaces.require();
        if (loopCount < 1 || loopCount > 2) {
            throw new IllegalArgumentException("two agents have one loop or two, not " + loopCount);
        }
        RtcLoop one = new RtcLoop();
        loops = loopCount == 1 ? List.of(one) : List.of(one, new RtcLoop());
        first = Agent.create(one, new Loopback(), new SecureRandom());
        second = Agent.create(loops.getLast(), new Loopback(), new SecureRandom());
    }

    /** Makes transports and a channel on both, and connects them; complete when the channel is open at both. */
    CompletableFuture<DataPair> connect() {
        return DataPair.connect(first, second);
    }

    @Override
    public void close() {
        first.close();
        second.close();
        loops.forEach(RtcLoop::close);
    }
}
