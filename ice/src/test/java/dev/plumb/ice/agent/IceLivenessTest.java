package dev.plumb.ice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Path;
import dev.plumb.base.engine.Engine;
import dev.plumb.ice.stun.ErrorCode;
import dev.plumb.ice.stun.Integrity;
import dev.plumb.ice.stun.StunClass;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what counts as a sign that a pair is alive or dead, and what is done when a pair goes silent. */
class IceLivenessTest {
    private SimNetwork network;
    private SimClock clock;
    private IceEndpoint a;
    private IceEndpoint b;
    private Optional<Boolean> forged = Optional.empty();
    private int errorCode;
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final List<Long> atA = new ArrayList<>();
    private final List<Long> atB = new ArrayList<>();

    private void begin(long seed, LinkConditions conditions, String[] ofA, String[] ofB) {
        network = new SimNetwork(seed);
        clock = network.clock();
        SimHost hostA = network.host(ofA).conditions(conditions);
        SimHost hostB = network.host(ofB).conditions(conditions);
        a = new IceEndpoint(clock, hostA, IceRole.CONTROLLING, seed);
        b = new IceEndpoint(clock, hostB, IceRole.CONTROLLED, ~seed);
        IceEndpoint.introduce(a, b, IceRole.CONTROLLING, IceRole.CONTROLLED);
        forged.ifPresent(authentic -> forge(errorCode, authentic));
        a.gather();
        b.gather();
        assertThat(clock.runUntil(
                        () -> a.agent.selectedPair().isPresent()
                                && b.agent.selectedPair().isPresent(),
                        Duration.ofSeconds(20)))
                .isTrue();
    }

    /** Sends fifty packets per second each way and notes when they arrive. */
    private void talk() {
        if (sending.get()) {
            a.send("a");
            b.send("b");
        }
        if (a.received.size() > 0) {
            atA.add(clock.nowNanos());
            a.received.clear();
        }
        if (b.received.size() > 0) {
            atB.add(clock.nowNanos());
            b.received.clear();
        }
        clock.after(20_000_000L, this::talk);
    }

    private static long longestGapNanos(List<Long> arrivals) {
        long longest = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            longest = Math.max(longest, arrivals.get(i) - arrivals.get(i - 1));
        }
        return longest;
    }

    private static boolean disconnected(IceEndpoint e) {
        return e.states.stream().anyMatch(s -> s instanceof IceState.Disconnected || s instanceof IceState.Failed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 200})
    void anHourOfFivePercentLossIsNoDisconnection(int delayMillis) {
        Seeds.forEach(3, seed -> {
            begin(
                    seed,
                    LinkConditions.PERFECT
                            .withDelay(Duration.ofMillis(delayMillis / 2))
                            .withLoss(0.05),
                    new String[] {"192.0.2.1"},
                    new String[] {"192.0.2.2"});
            talk();
            clock.runFor(Duration.ofHours(1));
            assertThat(a.states)
                    .as("of the controlling side")
                    .noneMatch(s -> s instanceof IceState.Disconnected || s instanceof IceState.Failed);
            assertThat(b.states)
                    .as("of the controlled side")
                    .noneMatch(s -> s instanceof IceState.Disconnected || s instanceof IceState.Failed);
        });
    }

    @Test
    void anHourOfLossWithoutAnythingToSayIsNoDisconnectionEither() {
        Seeds.forEach(5, seed -> {
            begin(
                    seed,
                    LinkConditions.PERFECT.withDelay(Duration.ofMillis(50)).withLoss(0.05),
                    new String[] {"192.0.2.1"},
                    new String[] {"192.0.2.2"});
            clock.runFor(Duration.ofHours(1));
            assertThat(disconnected(a)).isFalse();
            assertThat(disconnected(b)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mediaGoesOnOverAnotherPairWithinThreeSecondsOfAPathsDeath(boolean lossy) {
        Seeds.forEach(20, seed -> {
            atA.clear();
            atB.clear();
            LinkConditions conditions = LinkConditions.PERFECT.withDelay(Duration.ofMillis(20 + seed % 60));
            begin(
                    seed,
                    lossy ? conditions.withLoss(0.05) : conditions,
                    new String[] {"192.0.2.1", "198.51.100.1"},
                    new String[] {"192.0.2.2", "198.51.100.2"});
            talk();
            clock.runFor(Duration.ofSeconds(1 + seed % 20));
            InetAddress ofA =
                    a.agent.selectedPair().orElseThrow().local().address().getAddress();
            InetAddress ofB =
                    a.agent.selectedPair().orElseThrow().remote().address().getAddress();
            network.filter(d -> !(touches(d, ofA) && touches(d, ofB)));
            clock.runFor(Duration.ofSeconds(30));
            assertThat(longestGapNanos(atA)).as("to the controlling side").isLessThan(3_000_000_000L);
            assertThat(longestGapNanos(atB)).as("to the controlled side").isLessThan(3_000_000_000L);
            assertThat(atA.getLast()).isGreaterThan(clock.nowNanos() - 500_000_000L);
            assertThat(disconnected(a)).isFalse();
        });
    }

    private static boolean touches(SimNetwork.Datagram d, InetAddress address) {
        return d.source().getAddress().equals(address)
                || d.target().getAddress().equals(address);
    }

    @Test
    void aPausedSenderIsNoDeadPath() {
        begin(1, LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)), new String[] {"192.0.2.1"}, new String[] {
            "192.0.2.2"
        });
        talk();
        clock.runFor(Duration.ofSeconds(10));
        sending.set(false);
        long requests = a.agent.selectedPair().orElseThrow().requestsSent();
        clock.runFor(Duration.ofMinutes(10));
        assertThat(disconnected(a)).isFalse();
        assertThat(a.agent.selectedPair().orElseThrow().requestsSent() - requests)
                .isLessThan(140);
    }

    @Test
    void dataNeverRenewsConsent() {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        talk();
        clock.runFor(Duration.ofSeconds(10));
        // B stops answering checks, but its media still arrives
        network.filter(d -> d.payload()[0] == '!' || !d.source().getAddress().equals(SimNetwork.address("192.0.2.2")));
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Failed, Duration.ofSeconds(32)))
                .isTrue();
        assertThat(a.states).noneMatch(s -> s instanceof IceState.Disconnected);
    }

    @Test
    void consentOutlivesAQueueOfSeconds() {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        a.host.conditions(LinkConditions.PERFECT.withDelay(Duration.ofSeconds(12)));
        clock.runFor(Duration.ofMinutes(5));
        assertThat(a.agent.state()).isNotInstanceOf(IceState.Failed.class);
        assertThat(b.agent.state()).isNotInstanceOf(IceState.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 401, 403, 420, 438, 487, 500, 508, 699})
    void errorsWithoutIntegrityAreDropped(int code) {
        forged = Optional.of(false);
        errorCode = code;
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        clock.runFor(Duration.ofSeconds(60));
        assertThat(a.agent.state()).isInstanceOf(IceState.Completed.class);
        assertThat(b.agent.state()).isInstanceOf(IceState.Completed.class);
        assertThat(a.agent.role()).isEqualTo(IceRole.CONTROLLING);
        assertThat(a.agent.counters().unauthenticatedResponses()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 500, 503})
    void authenticErrorsThatPassDoNotEndAPairAtOnce(int code) {
        forged = Optional.of(true);
        errorCode = code;
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        clock.runFor(Duration.ofSeconds(10));
        assertThat(a.agent.state()).isInstanceOf(IceState.Completed.class);
        assertThat(a.agent.counters().errorResponses()).isPositive();
    }

    private void restart(IceEndpoint e, IceParameters parameters) {
        e.run(() -> {
            e.agent.restart(parameters, clock.nowNanos());
            e.candidates.forEach(c -> e.agent.addLocalCandidate(c, clock.nowNanos()));
            e.agent.endOfLocalCandidates(clock.nowNanos());
        });
    }

    private void answer(IceEndpoint e, IceEndpoint peer, IceRole role) {
        IceParameters theirs = peer.agent.localParameters();
        e.run(() -> {
            e.agent.start(theirs, role, clock.nowNanos());
            peer.candidates.forEach(c -> e.agent.addRemoteCandidate(c.candidate(), clock.nowNanos()));
            e.agent.endOfRemoteCandidates(clock.nowNanos());
        });
    }

    /** Restarts both sides, A on a new port, and returns the path that A has used until now. */
    private Path restartOnAnotherPort() {
        Path former = new Path(
                a.candidates.getFirst().localPortId(),
                Path.Protocol.UDP,
                b.candidates.getFirst().base());
        a.candidates.clear();
        a.candidates.add(a.open(SimNetwork.address("192.0.2.1"), 65_535));
        restart(a, IceParameters.random(new Random(5)));
        restart(b, IceParameters.random(new Random(6)));
        return former;
    }

    @Test
    void aPathThatDiesDuringARestartIsToldAndTheRestartMendsIt() {
        begin(1, LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)), new String[] {"192.0.2.1"}, new String[] {
            "192.0.2.2"
        });
        talk();
        clock.runFor(Duration.ofSeconds(10));
        restart(a, IceParameters.random(new Random(5)));
        clock.runFor(Duration.ofSeconds(1));
        network.filter(d -> false);
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Disconnected, Duration.ofSeconds(10)))
                .isTrue();
        clock.runFor(Duration.ofSeconds(60)); // longer than consent lasts
        assertThat(a.agent.state()).isInstanceOf(IceState.Disconnected.class);
        network.filter(d -> true);
        restart(b, IceParameters.random(new Random(6)));
        answer(b, a, IceRole.CONTROLLED);
        answer(a, b, IceRole.CONTROLLING);
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Completed, Duration.ofSeconds(5)))
                .isTrue();
        assertThat(a.states.stream().filter(IceState.Disconnected.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aPathThatRecoversDuringARestartIsToldToo() {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        talk();
        restart(a, IceParameters.random(new Random(5)));
        network.filter(d -> false);
        clock.runFor(Duration.ofSeconds(15));
        network.filter(d -> true);
        clock.runFor(Duration.ofSeconds(2));
        assertThat(a.agent.state()).isInstanceOf(IceState.Connected.class);
        clock.runFor(Duration.ofSeconds(60));
        assertThat(a.agent.state()).isInstanceOf(IceState.Connected.class);
    }

    @Test
    void theFormerPairIsListenedToAfterARestart() {
        begin(1, LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)), new String[] {"192.0.2.1"}, new String[] {
            "192.0.2.2"
        });
        Path former = restartOnAnotherPort();
        long changes = a.agent.counters().selectedPairChanges();
        answer(b, a, IceRole.CONTROLLED);
        answer(a, b, IceRole.CONTROLLING);
        assertThat(clock.runUntil(() -> a.agent.counters().selectedPairChanges() > changes, Duration.ofSeconds(5)))
                .isTrue();
        assertThat(a.agent.hasValidated(former)).isTrue();
        clock.runFor(Duration.ofMillis(2_800));
        assertThat(a.agent.hasValidated(former)).isTrue();
        assertThat(a.agent.state()).isInstanceOf(IceState.Connected.class);
        clock.runFor(Duration.ofSeconds(1));
        assertThat(a.agent.hasValidated(former)).isFalse();
        assertThat(a.agent.state()).isInstanceOf(IceState.Completed.class);
    }

    private void whereOneOfTwoPathsDies() {
        begin(
                1,
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(20)),
                new String[] {"192.0.2.1", "198.51.100.1"},
                new String[] {"192.0.2.2", "198.51.100.2"});
        talk();
        clock.runFor(Duration.ofSeconds(10));
        InetAddress ofA = a.agent.selectedPair().orElseThrow().local().address().getAddress();
        InetAddress ofB =
                a.agent.selectedPair().orElseThrow().remote().address().getAddress();
        network.filter(d -> !(touches(d, ofA) && touches(d, ofB)));
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 1_000, 2_000, 3_000, 5_000, 9_000})
    void pathsThatDieOneAfterTheOtherAreNotFloodedWithChecks(int millis) {
        whereOneOfTwoPathsDies();
        clock.runFor(Duration.ofMillis(millis));
        network.filter(d -> false);
        long changes = a.agent.counters().selectedPairChanges();
        clock.runFor(Duration.ofSeconds(40));
        assertThat(a.agent.counters().selectedPairChanges() - changes).isLessThan(20);
        assertThat(a.agent.state()).isInstanceOf(IceState.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_000, 4_000, 6_000, 9_000})
    void aSecondDisconnectionIsToldAsSoonAsTheFirst(int millis) {
        whereOneOfTwoPathsDies();
        network.filter(d -> false);
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Disconnected, Duration.ofSeconds(20)))
                .isTrue();
        twoPathsReturn();
        clock.runFor(Duration.ofMillis(millis));
        network.filter(d -> false);
        long deadNanos = clock.nowNanos();
        assertThat(clock.runUntil(() -> !isConnected(a), Duration.ofSeconds(20)))
                .isTrue();
        assertThat(clock.nowNanos() - deadNanos).isLessThan(9_000_000_000L);
    }

    private void twoPathsReturn() {
        network.filter(
                d -> touches(d, SimNetwork.address("198.51.100.1")) || touches(d, SimNetwork.address("198.51.100.2")));
        assertThat(clock.runUntil(() -> isConnected(a), Duration.ofSeconds(20))).isTrue();
    }

    private static boolean isConnected(IceEndpoint e) {
        return e.agent.state() instanceof IceState.Connected || e.agent.state() instanceof IceState.Completed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void restartsThatAreNotAnsweredLeaveThePairInUse(int restarts) {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        for (int i = 0; i < restarts; i++) {
            restart(a, IceParameters.random(new Random(5 + i)));
            clock.runFor(Duration.ofSeconds(1));
        }
        clock.runFor(Duration.ofSeconds(60));
        assertThat(isConnected(b)).isTrue();
        assertThat(a.agent.isUsable()).isTrue();
    }

    @Test
    void noPairIsListenedToForEver() {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        Path former = restartOnAnotherPort();
        answer(b, a, IceRole.CONTROLLED);
        answer(a, b, IceRole.CONTROLLING);
        clock.runFor(Duration.ofSeconds(1));
        restart(a, IceParameters.random(new Random(7)));
        assertThat(a.agent.hasValidated(former)).isTrue();
        clock.runFor(Duration.ofSeconds(4));
        assertThat(a.agent.hasValidated(former)).isFalse();
        a.run(() -> a.agent.close());
        assertThat(a.agent.deadlineNanos()).isEqualTo(Engine.NEVER);
    }

    @Test
    void everyRequestForConsentHasAnIdOfItsOwn() {
        begin(1, LinkConditions.PERFECT, new String[] {"192.0.2.1"}, new String[] {"192.0.2.2"});
        talk();
        clock.runFor(Duration.ofSeconds(2));
        List<String> ids = new ArrayList<>();
        network.tap(d -> {
            StunMessage message = StunMessage.parse(a.loop().pool().copyOf(d.payload()));
            if (message != null
                    && message.messageClass() == StunClass.REQUEST
                    && d.source().getAddress().equals(SimNetwork.address("192.0.2.1"))) {
                ids.add(message.id().toString());
            }
        });
        // B's answers are lost, but its media still arrives
        network.filter(d -> d.payload()[0] == '!' || !d.source().getAddress().equals(SimNetwork.address("192.0.2.2")));
        assertThat(clock.runUntil(() -> a.agent.state() instanceof IceState.Failed, Duration.ofSeconds(32)))
                .isTrue();
        assertThat(ids).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    }

    /** Sends an error before each genuine answer, with the answerer's message integrity or with none. */
    private void forge(int code, boolean authentic) {
        network.tap(d -> {
            StunMessage message = StunMessage.parse(a.loop().pool().copyOf(d.payload()));
            if (message == null || message.messageClass() != StunClass.SUCCESS) {
                return;
            }
            IceEndpoint from = d.source().getAddress().equals(SimNetwork.address("192.0.2.1")) ? a : b;
            StunWriter writer = new StunWriter(StunClass.ERROR, StunMessage.BINDING, message.id())
                    .error(new ErrorCode(code, "forged"));
            String password = from.agent.localParameters().password();
            StunWriter whole = authentic ? writer.integrity(Integrity.ofPassword(password)) : writer;
            network.inject(d.source(), d.target(), whole.fingerprint().toByteArray());
        });
    }
}
