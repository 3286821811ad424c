package alone.ice;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.net.UdpPort;
import dev.plumb.ice.agent.IceAgent;
import dev.plumb.ice.agent.IceCandidate;
import dev.plumb.ice.agent.IceConfig;
import dev.plumb.ice.agent.IceEvent;
import dev.plumb.ice.agent.IceParameters;
import dev.plumb.ice.agent.IceRole;
import dev.plumb.ice.agent.LocalCandidate;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.io.loop.RtcLoop;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/** Makes one path of two sockets: an ICE agent at each, candidates and credentials exchanged, a datagram each way. */
public final class TwoSockets {
    private final RtcLoop loop;
    private final UdpPort port;
    private final IceAgent agent;
    private final EngineDriver<IceEvent> driver;
    private final LocalCandidate candidate;
    private final CompletableFuture<String> received = new CompletableFuture<>();

    private TwoSockets(RtcLoop loop, IceRole role) throws Exception {
        this.loop = loop;
        SecureRandom random = new SecureRandom();
        port = loop.openUdp(new InetSocketAddress("127.0.0.1", 0), this::arrived);
        agent = new IceAgent(IceConfig.DEFAULT, IceParameters.random(random), role, port::send, loop.pool(), random);
        driver = new EngineDriver<>(loop, agent, Packet::release, this::happened);
        IceCandidate host = IceCandidate.host(port.localAddress(), 65535);
        candidate = new LocalCandidate(host, port.id(), port.localAddress(), 65535);
        driver.call(() -> agent.addLocalCandidate(candidate, loop.nowNanos()));
    }

    /** Takes what signalling would bring: the other side's credentials, its candidate, and that there are no more. */
    private void learn(IceParameters parameters, IceCandidate theirs) {
        agent.start(parameters, agent.role(), loop.nowNanos());
        agent.addRemoteCandidate(theirs, loop.nowNanos());
        agent.endOfRemoteCandidates(loop.nowNanos());
        driver.after(); // drains the agent, as driver.call does for a single call
    }

    /** Tells STUN from other datagrams by the first byte (RFC 7983), and takes others over a checked path only. */
    private void arrived(Packet borrowed) {
        if (borrowed.length() > 0 && borrowed.u8(0) < 4) {
            driver.receive(borrowed);
        } else if (agent.hasValidated(borrowed.path())) {
            driver.call(() -> agent.received(borrowed, loop.nowNanos()));
            if (received.complete(new String(borrowed.toByteArray()))) {
                greet(); // the first greeting may have been too early for the other side
            }
        }
    }

    private void happened(IceEvent event) {
        System.out.println(agent.role() + ": " + event);
        if (event instanceof IceEvent.SelectedPairChanged) {
            greet();
        }
    }

    private void greet() {
        driver.call(() -> agent.send(loop.pool().copyOf(("hello from " + agent.role()).getBytes()), loop.nowNanos()));
    }

    public static void main(String[] args) throws Exception {
        try (RtcLoop loop = new RtcLoop()) {
            TwoSockets one = loop.call(() -> new TwoSockets(loop, IceRole.CONTROLLING));
            TwoSockets two = loop.call(() -> new TwoSockets(loop, IceRole.CONTROLLED));
            loop.execute(() -> one.learn(two.agent.localParameters(), two.candidate.candidate()));
            loop.execute(() -> two.learn(one.agent.localParameters(), one.candidate.candidate()));
            System.out.println("CONTROLLING received: " + one.received.get());
            System.out.println("CONTROLLED received: " + two.received.get());
        }
    }
}
