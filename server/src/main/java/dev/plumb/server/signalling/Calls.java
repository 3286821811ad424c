package dev.plumb.server.signalling;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.signal.jsep.RTCConfiguration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calls of one agent, of which there are a bounded number. Safe on any thread. */
public final class Calls implements AutoCloseable {
    private final Agent agent;
    private final RTCConfiguration configuration;
    private final int most;
    private final Set<Call> open = new LinkedHashSet<>();

    /**
     * No calls yet.
     *
     * @param agent behind them, which the caller owns
     * @param most how many there may be at a time
     */
    public Calls(Agent agent, RTCConfiguration configuration, int most) {
        this.agent = agent;
        this.configuration = configuration;
        this.most = most;
        // codecs are loaded now, not while the first caller waits
        agent.getSenderCapabilities(MediaKind.VIDEO);
    }

    /** How many there are. */
    public int count() {
        return agent.isClosed() ? 0 : agent.call(open::size);
    }

    /** The WebSocket of a call to be. */
    public CallSocket socket() {
        return new CallSocket(this);
    }

    /** Begins a call; empty where there are too many. */
    Optional<Call> begin(SignallingChannel channel) {
        return agent.call(() -> {
            if (open.size() >= most) {
                return Optional.empty();
            }
            Call call = new Call(agent, configuration, channel, open::remove);
            open.add(call);
            return Optional.of(call);
        });
    }

    /** Ends all. */
    @Override
    public void close() {
        if (!agent.isClosed()) {
            agent.run(() -> List.copyOf(open).forEach(c -> c.end("the server is closing")));
        }
    }
}
