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
    private final int mostSilent;
    private final int mostSilentOfAddress;
    private final Set<Call> open = new LinkedHashSet<>();

    /**
     * Creates a set of calls that has none yet.
     *
     * @param agent makes the connections; the caller owns it
     * @param most the most calls at a time; at most half of them, but no fewer than two, may be without a connection
     * @param mostSilentOfAddress the most calls from one address that may be without a connection
     */
    public Calls(Agent agent, RTCConfiguration configuration, int most, int mostSilentOfAddress) {
        this.agent = agent;
        this.configuration = configuration;
        this.most = most;
        this.mostSilent = Math.max(2, most / 2);
        this.mostSilentOfAddress = mostSilentOfAddress;
        // codecs are loaded now, not while the first caller waits
        agent.getSenderCapabilities(MediaKind.VIDEO);
    }

    /** Returns the number of calls. */
    public int count() {
        return agent.isClosed() ? 0 : agent.call(open::size);
    }

    /** Returns the number of the callers' data channels and tracks that are sent back at present. */
    public int echoed() {
        return agent.isClosed()
                ? 0
                : agent.call(() -> open.stream().mapToInt(Call::echoed).sum());
    }

    /** Returns a WebSocket for a new call. */
    public CallSocket socket() {
        return new CallSocket(this);
    }

    /** Begins a call; empty where there are too many. */
    Optional<Call> begin(SignallingChannel channel, String address) {
        return agent.call(() -> {
            List<Call> silent = open.stream().filter(Call::isSilent).toList();
            long ofAddress =
                    silent.stream().filter(c -> c.address().equals(address)).count();
            if (open.size() >= most || silent.size() >= mostSilent || ofAddress >= mostSilentOfAddress) {
                return Optional.empty();
            }
            Call call = new Call(agent, configuration, channel, address, open::remove);
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
