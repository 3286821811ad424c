package dev.plumb.ice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.Engine;
import dev.plumb.base.net.UdpPort;
import dev.plumb.ice.stun.AttributeType;
import dev.plumb.ice.stun.Integrity;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.ice.stun.TransactionId;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNat;
import dev.plumb.testkit.SimNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two agents on the simulated network. */
class IceAgentTest {
    private final SimNetwork network = new SimNetwork(7);
    private final SimClock clock = network.clock();
    private IceEndpoint a;
    private IceEndpoint b;

    private void pair(SimHost hostA, SimHost hostB) {
        a = new IceEndpoint(clock, hostA, IceRole.CONTROLLING, 1);
        b = new IceEndpoint(clock, hostB, IceRole.CONTROLLED, 2);
        IceEndpoint.introduce(a, b, IceRole.CONTROLLING, IceRole.CONTROLLED);
    }

    private boolean bothCompleted() {
        return a.agent.state() instanceof IceState.Completed && b.agent.state() instanceof IceState.Completed;
    }

    private boolean bothUsable() {
        return a.agent.selectedPair().isPresent() && b.agent.selectedPair().isPresent();
    }

    private void assertTalking() {
        a.received.clear();
        b.received.clear();
        a.send("from a");
        b.send("from b");
        clock.runFor(Duration.ofMillis(500));
        assertThat(b.received).containsExactly("from a");
        assertThat(a.received).containsExactly("from b");
    }

    private InetSocketAddress stunServer(String address) {
        SimHost host = network.host(address);
        try {
            UdpPort[] port = new UdpPort[1];
            port[0] = host.openUdp(new InetSocketAddress(SimNetwork.address(address), 3478), host.loop(), borrowed -> {
                StunMessage m = StunMessage.parse(borrowed);
                byte[] answer = new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, m.id())
                        .xorMappedAddress(borrowed.path().remote())
                        .toByteArray();
                port[0].send(host.loop().pool().copyOf(answer).path(borrowed.path()));
            });
            return port[0].localAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoHostsOnOneNetworkConnectAndComplete() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        assertThat(clock.runUntil(this::bothCompleted, Duration.ofSeconds(5))).isTrue();
        assertThat(a.agent.selectedPair().orElseThrow().nominated()).isTrue();
        assertThat(b.agent.selectedPair().orElseThrow().nominated()).isTrue();
        assertTalking();
    }

    @Test
    void ipv6IsUsedBesideIpv4AndFamiliesAreNotMixed() {
        pair(network.host("2001:db8::1", "192.0.2.1"), network.host("2001:db8::2", "192.0.2.2"));
        a.gather();
        b.gather();
        assertThat(clock.runUntil(this::bothCompleted, Duration.ofSeconds(5))).isTrue();
        assertThat(a.agent.pairStats())
                .isNotEmpty()
                .allMatch(p -> p.local().address().getAddress().getClass()
                        == p.remote().address().getAddress().getClass());
        assertThat(a.agent.selectedPair().orElseThrow().remote().address().getAddress())
                .isEqualTo(SimNetwork.address("2001:db8::2"));
        assertTalking();
    }

    @Test
    void natsArePassedWithServerReflexiveCandidates() {
        List<SimNat.Kind> kinds =
                List.of(SimNat.Kind.FULL_CONE, SimNat.Kind.ADDRESS_RESTRICTED, SimNat.Kind.PORT_RESTRICTED);
        for (SimNat.Kind kind : kinds) {
            int k = kinds.indexOf(kind);
            InetSocketAddress server = stunServer("198.51.100." + (10 + k));
            pair(
                    network.nat(kind, "203.0.113." + (1 + 2 * k)).host("10.0.0.1"),
                    network.nat(kind, "203.0.113." + (2 + 2 * k)).host("10.0.1.1"));
            a.gather(server);
            b.gather(server);
            assertThat(clock.runUntil(this::bothUsable, Duration.ofSeconds(10)))
                    .as("%s", kind)
                    .isTrue();
            assertTalking();
            assertThat(a.agent.selectedPair().orElseThrow().local().type()).isEqualTo(CandidateType.SERVER_REFLEXIVE);
        }
    }

    @Test
    void oneSymmetricNatIsPassedByPeerReflexiveCandidates() {
        InetSocketAddress server = stunServer("198.51.100.1");
        pair(network.nat(SimNat.Kind.SYMMETRIC, "203.0.113.1").host("10.0.0.1"), network.host("192.0.2.2"));
        a.gather(server);
        b.gather(server);
        assertThat(clock.runUntil(this::bothUsable, Duration.ofSeconds(10))).isTrue();
        assertTalking();
        assertThat(b.agent.selectedPair().orElseThrow().remote().type()).isEqualTo(CandidateType.PEER_REFLEXIVE);
    }

    @Test
    void roleConflictIsResolvedEitherWay() {
        for (IceRole role : IceRole.values()) {
            SimNetwork net = new SimNetwork(3);
            a = new IceEndpoint(net.clock(), net.host("192.0.2.1"), role, 11);
            b = new IceEndpoint(net.clock(), net.host("192.0.2.2"), role, 12);
            IceEndpoint.introduce(a, b, role, role);
            a.gather();
            b.gather();
            assertThat(net.clock().runUntil(this::bothCompleted, Duration.ofSeconds(10)))
                    .as("both begin %s", role)
                    .isTrue();
            assertThat(a.agent.role()).isNotEqualTo(b.agent.role());
        }
    }

    @Test
    void connectsUnderLossAndReordering() {
        Seeds.forEach(100, seed -> {
            SimNetwork net = new SimNetwork(seed);
            LinkConditions bad = LinkConditions.PERFECT
                    .withDelay(Duration.ofMillis(30))
                    .withLoss(0.3)
                    .withDuplicate(0.1)
                    .withReorder(0.1, Duration.ofMillis(80));
            a = new IceEndpoint(
                    net.clock(), net.host("192.0.2.1", "192.0.2.3").conditions(bad), IceRole.CONTROLLING, seed);
            b = new IceEndpoint(
                    net.clock(), net.host("192.0.2.2", "2001:db8::2").conditions(bad), IceRole.CONTROLLED, seed + 1);
            IceEndpoint.introduce(a, b, IceRole.CONTROLLING, IceRole.CONTROLLED);
            a.gather();
            b.gather();
            assertThat(net.clock().runUntil(() -> nominatedSame(a, b), Duration.ofSeconds(60)))
                    .isTrue();
        });
    }

    private static boolean nominatedSame(IceEndpoint a, IceEndpoint b) {
        var ofA = a.agent.selectedPair();
        var ofB = b.agent.selectedPair();
        return ofA.isPresent()
                && ofB.isPresent()
                && ofA.get().nominated()
                && ofB.get().nominated()
                && ofA.get().remote().address().equals(ofB.get().local().address());
    }

    @Test
    void aHigherPriorityPairValidatedLaterIsSwitchedToWithoutLoss() {
        SimHost left = network.host("192.0.2.1");
        SimHost right = network.host("192.0.2.2");
        pair(left, right);
        LocalCandidate weak = openAs(a, left, 100);
        a.run(() -> a.agent.addLocalCandidate(weak, clock.nowNanos()));
        b.run(() -> b.agent.addRemoteCandidate(weak.candidate(), clock.nowNanos()));
        b.gather();
        assertThat(clock.runUntil(this::bothUsable, Duration.ofSeconds(5))).isTrue();
        clock.runFor(Duration.ofSeconds(2));
        LocalCandidate strong = openAs(a, left, 60_000);
        a.run(() -> a.agent.addLocalCandidate(strong, clock.nowNanos()));
        b.run(() -> b.agent.addRemoteCandidate(strong.candidate(), clock.nowNanos()));
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            a.send("n" + i);
            sent.add("n" + i);
            clock.runFor(Duration.ofMillis(5));
        }
        clock.runFor(Duration.ofSeconds(1));
        assertThat(b.agent.selectedPair().orElseThrow().remote()).isEqualTo(strong.candidate());
        assertThat(a.agent.selectedPair().orElseThrow().local()).isEqualTo(strong.candidate());
        assertThat(b.received).containsExactlyElementsOf(sent);
    }

    private LocalCandidate openAs(IceEndpoint endpoint, SimHost host, int preference) {
        return endpoint.open(host.addresses().getFirst(), preference);
    }

    @Test
    void wrongPasswordIsRefusedAndNothingConnects() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        SimHost attacker = network.host("192.0.2.66");
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        long before = a.agent.counters().unauthenticatedRequests();
        byte[] forged = StunWriter.bindingRequest(new TransactionId(4, 2))
                .username(a.agent.localParameters().usernameFragment() + ":evil")
                .priority(1)
                .attribute(AttributeType.USE_CANDIDATE)
                .integrity(Integrity.ofPassword("wrong-password-of-an-attacker"))
                .fingerprint()
                .toByteArray();
        List<Integer> codes = new ArrayList<>();
        sendFrom(attacker, forged, a.candidates.getFirst().base(), codes);
        clock.runFor(Duration.ofSeconds(1));
        assertThat(codes).containsExactly(401);
        assertThat(a.agent.counters().unauthenticatedRequests()).isEqualTo(before + 1);
        assertThat(a.agent.selectedPair().orElseThrow().remote().address().getAddress())
                .isEqualTo(SimNetwork.address("192.0.2.2"));
    }

    @Test
    void anUnknownRequiredAttributeIsAnsweredWith420() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        SimHost other = network.host("192.0.2.3");
        a.gather();
        byte[] odd = StunWriter.bindingRequest(new TransactionId(4, 2))
                .username(a.agent.localParameters().usernameFragment() + ":x")
                .attribute(0x7777, (byte) 1)
                .integrity(Integrity.ofPassword(a.agent.localParameters().password()))
                .fingerprint()
                .toByteArray();
        List<Integer> codes = new ArrayList<>();
        sendFrom(other, odd, a.candidates.getFirst().base(), codes);
        clock.runFor(Duration.ofSeconds(1));
        assertThat(codes).containsExactly(420);
    }

    private void sendFrom(SimHost host, byte[] bytes, InetSocketAddress to, List<Integer> errorCodes) {
        try {
            UdpPort port = host.openUdp(
                    new InetSocketAddress(host.addresses().getFirst(), 0),
                    host.loop(),
                    p -> errorCodes.add(StunMessage.parse(p).errorCode().code()));
            Packet packet = host.loop().pool().copyOf(bytes).path(new Path(port.id(), Path.Protocol.UDP, to));
            port.send(packet);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void consentExpiresThirtySecondsAfterThePeerFellSilent() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        clock.runFor(Duration.ofMinutes(10));
        assertThat(a.agent.state()).isInstanceOf(IceState.Completed.class);
        b.host.conditions(LinkConditions.PERFECT.withLoss(1));
        long silentSince = clock.nowNanos();
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Disconnected, Duration.ofSeconds(20)))
                .isTrue();
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Failed, Duration.ofSeconds(40)))
                .isTrue();
        assertThat(clock.nowNanos() - silentSince)
                .isBetween(
                        Duration.ofSeconds(23).toNanos(), Duration.ofSeconds(31).toNanos());
        a.send("nothing goes out without consent");
        assertThat(a.agent.counters().unsendable()).isEqualTo(1);
    }

    @Test
    void aShortSilenceEndsInConnectedAgain() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        b.host.conditions(LinkConditions.PERFECT.withLoss(1));
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Disconnected, Duration.ofSeconds(20)))
                .isTrue();
        b.host.conditions(LinkConditions.PERFECT);
        assertThat(clock.runUntil(this::bothCompleted, Duration.ofSeconds(15))).isTrue();
        assertTalking();
    }

    /** A controlled peer may answer the nomination and forget it, as Firefox does before it has set its answer. */
    @Test
    void theNominationIsRepeatedWithEveryRequestForConsent() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        assertThat(clock.runUntil(this::bothCompleted, Duration.ofSeconds(5))).isTrue();
        a.messages.clear();
        b.messages.clear();
        clock.runFor(Duration.ofSeconds(30));
        assertThat(requests(b)).hasSizeGreaterThan(3).allMatch(m -> m.has(AttributeType.USE_CANDIDATE));
        assertThat(requests(a)).hasSizeGreaterThan(3).noneMatch(m -> m.has(AttributeType.USE_CANDIDATE));
    }

    private static List<StunMessage> requests(IceEndpoint of) {
        return of.messages.stream()
                .filter(m -> m.messageClass() == StunClass.REQUEST)
                .toList();
    }

    @Test
    void noFailureIsDeclaredBeforePatienceIsOver() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2").conditions(LinkConditions.PERFECT.withLoss(1)));
        a.gather();
        b.gather();
        clock.runFor(Duration.ofSeconds(38));
        assertThat(a.agent.state()).isInstanceOf(IceState.Checking.class);
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Failed, Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void restartKeepsTheOldPairUntilTheNewOneIsNominated() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        IceParameters newA = IceParameters.random(new Random(5));
        IceParameters newB = IceParameters.random(new Random(6));
        a.run(() -> {
            a.agent.restart(newA, clock.nowNanos());
            a.candidates.forEach(c -> a.agent.addLocalCandidate(c, clock.nowNanos()));
        });
        assertThat(a.agent.state()).isInstanceOf(IceState.New.class);
        assertTalking();
        // longer than consent lasts: it is asked for with the old credentials
        clock.runFor(Duration.ofSeconds(45));
        assertTalking();
        b.run(() -> {
            b.agent.restart(newB, clock.nowNanos());
            b.candidates.forEach(c -> b.agent.addLocalCandidate(c, clock.nowNanos()));
            b.agent.start(newA, IceRole.CONTROLLED, clock.nowNanos());
            a.candidates.forEach(c -> b.agent.addRemoteCandidate(c.candidate(), clock.nowNanos()));
            b.agent.endOfLocalCandidates(clock.nowNanos());
            b.agent.endOfRemoteCandidates(clock.nowNanos());
        });
        assertTalking();
        a.run(() -> {
            a.agent.start(newB, IceRole.CONTROLLING, clock.nowNanos());
            b.candidates.forEach(c -> a.agent.addRemoteCandidate(c.candidate(), clock.nowNanos()));
            a.agent.endOfLocalCandidates(clock.nowNanos());
            a.agent.endOfRemoteCandidates(clock.nowNanos());
        });
        assertThat(clock.runUntil(this::bothCompleted, Duration.ofSeconds(5))).isTrue();
        assertTalking();
    }

    @Test
    void aPeerReflexiveCandidateThatIsSignalledLaterKeepsItsNomination() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        IceEndpoint silentSignaller = a;
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        IceCandidate known = silentSignaller.candidates.getFirst().candidate();
        assertThat(b.agent.selectedPair().orElseThrow().remote().type()).isEqualTo(CandidateType.HOST);
        b.run(() -> b.agent.addRemoteCandidate(known, clock.nowNanos()));
        assertThat(b.agent.selectedPair().orElseThrow().nominated()).isTrue();
    }

    @Test
    void checksAreAnsweredBeforeStartAndCountOnceItComes() {
        SimHost left = network.host("192.0.2.1");
        SimHost right = network.host("192.0.2.2");
        a = new IceEndpoint(clock, left, IceRole.CONTROLLING, 1);
        b = new IceEndpoint(clock, right, IceRole.CONTROLLED, 2);
        a.gather();
        b.gather();
        a.run(() -> {
            a.agent.start(b.agent.localParameters(), IceRole.CONTROLLING, clock.nowNanos());
            a.agent.addRemoteCandidate(b.candidates.getFirst().candidate(), clock.nowNanos());
        });
        clock.runFor(Duration.ofSeconds(2));
        assertThat(a.agent.selectedPair()).isPresent();
        assertThat(b.agent.state()).isInstanceOf(IceState.New.class);
        b.run(() -> b.agent.start(a.agent.localParameters(), IceRole.CONTROLLED, clock.nowNanos()));
        assertThat(clock.runUntil(this::bothUsable, Duration.ofSeconds(2))).isTrue();
        assertTalking();
    }

    @Test
    void closingTwiceLeavesNothingBehind() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        a.gather();
        b.gather();
        clock.runUntil(this::bothCompleted, Duration.ofSeconds(5));
        a.close();
        a.close();
        b.close();
        clock.runFor(Duration.ofSeconds(1));
        assertThat(a.agent.deadlineNanos()).isEqualTo(Engine.NEVER);
        assertThat(a.loop().pool().outstanding()).isZero();
        assertThat(b.loop().pool().outstanding()).isZero();
        assertThat(a.host.openPorts()).isZero();
    }

    @Test
    void garbageIsCountedAndDropped() {
        pair(network.host("192.0.2.1"), network.host("192.0.2.2"));
        Seeds.forEach(200, seed -> {
            byte[] junk = new byte[(int) seed];
            new Random(seed).nextBytes(junk);
            Packet p = Packet.copyOf(junk)
                    .path(new Path(1, Path.Protocol.UDP, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 9)));
            a.run(() -> a.agent.receive(p, clock.nowNanos()));
        });
        assertThat(a.agent.counters().malformed()).isPositive();
    }

    /** Two candidates of one foundation: the second waits for the first, and the pace timer with it. */
    @Test
    void whatWaitsForAnotherOfItsFoundationDoesNotKeepTheTimerRunning() {
        Random random = new Random(1);
        IceAgent agent = new IceAgent(
                IceConfig.DEFAULT,
                IceParameters.random(random),
                IceRole.CONTROLLING,
                Packet::release,
                new PacketPool(),
                random);
        InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1000);
        IceCandidate host = IceCandidate.host(here, 65_535);
        agent.addLocalCandidate(new LocalCandidate(host, 1, here, 65_535, IceCandidate.COMPONENT_RTP), 0);
        agent.start(IceParameters.random(random), IceRole.CONTROLLING, 0);
        for (int port = 1; port <= 2; port++) {
            InetSocketAddress there = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), port);
            agent.addRemoteCandidate(IceCandidate.host(there, 65_535), 0);
        }
        long now = 0;
        int timeouts = 0;
        while (now < 1_000_000_000L && timeouts < 1_000) {
            now = Math.max(now, agent.deadlineNanos());
            agent.timeout(now);
            timeouts++;
        }
        assertThat(timeouts).isLessThan(100);
    }
}
