package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.testkit.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How channels end: drained, lost, closed from anywhere. */
class DataChannelEndTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private static List<String> log(RTCDataChannel channel) {
        List<String> log = new ArrayList<>();
        channel.onClosing(c -> log.add("closing"));
        channel.onError(e -> log.add("error " + e.detail().spec()));
        channel.onClose(c -> log.add("close " + c.readyState().spec()));
        return log;
    }

    private static List<List<String>> threeLogs(SimAgents s) {
        List<List<String>> logs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            logs.add(log(s.openChannel(RTCDataChannelParameters.of("c" + i))[0]));
        }
        return logs;
    }

    @Test
    void aLostAssociationIsAnErrorOnEveryChannelAndThenItsEnd() {
        SimAgents s = new SimAgents(1).plumbed().started();
        List<List<String>> logs = threeLogs(s);
        RTCDataChannel sending = s.openChannel(RTCDataChannelParameters.of("sending"))[0];
        s.hostB.conditions(LinkConditions.PERFECT.withLoss(1));
        sending.send("is anybody there?");
        assertThat(s.clock.runUntil(() -> s.sctpA.state() == RTCSctpTransportState.CLOSED, FIVE_MINUTES))
                .isTrue();
        assertThat(logs).allSatisfy(l -> assertThat(l).containsExactly("error sctp-failure", "close closed"));
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @ParameterizedTest
    @CsvSource({"sctp", "dtls", "agent"})
    void whoEndsTheTransportHearsOfNoErrorAndTheOtherSideDoes(String what) {
        SimAgents s = new SimAgents(2).plumbed().started();
        List<List<String>> theirs = threeLogs(s);
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        List<String> ours = log(pair[1]);
        switch (what) {
            case "sctp" -> s.sctpB.stop();
            case "dtls" -> s.dtlsB.stop();
            default -> s.b.close();
        }
        assertThat(s.clock.runUntil(() -> s.sctpA.state() == RTCSctpTransportState.CLOSED, FIVE_MINUTES))
                .isTrue();
        assertThat(theirs).allSatisfy(l -> assertThat(l).containsExactly("error sctp-failure", "close closed"));
        assertThat(ours).containsExactly("close closed");
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    @Test
    void closingDeliversWhatWasSentBefore() {
        SimAgents s = new SimAgents(3).plumbed().started();
        RTCDataChannel[] pair = s.openChannel(RTCDataChannelParameters.of("x"));
        List<String> ours = log(pair[0]);
        List<String> theirs = log(pair[1]);
        long[] received = {0};
        pair[1].onMessage(m -> received[0] += m.windowBytes());
        s.hostA.conditions(
                LinkConditions.PERFECT.withDelay(Duration.ofMillis(30)).withLoss(0.05));
        for (int i = 0; i < 20; i++) {
            pair[0].send(new byte[100_000]);
        }
        pair[0].close();
        pair[0].close();
        assertThat(pair[0].readyState()).isEqualTo(RTCDataChannelState.CLOSING);
        assertThat(s.clock.runUntil(() -> pair[0].readyState() == RTCDataChannelState.CLOSED, FIVE_MINUTES))
                .isTrue();
        assertThat(received[0]).isEqualTo(2_000_000);
        assertThat(ours).containsExactly("closing", "close closed");
        assertThat(s.clock.runUntil(() -> pair[1].readyState() == RTCDataChannelState.CLOSED, FIVE_MINUTES))
                .isTrue();
        assertThat(theirs).containsExactly("closing", "close closed");
        assertThat(s.leftAfterClose()).isEqualTo(SimAgents.nothing());
    }

    /** What may be done from inside of a callback; what is refused there is refused by name. */
    private static Consumer<RTCDataChannel> action(String name, SimAgents s) {
        return switch (name) {
            case "close" -> RTCDataChannel::close;
            case "send" -> c -> c.send("from inside");
            case "sendMuch" ->
                c -> {
                    for (int i = 0; i < 50; i++) {
                        c.send(new byte[100_000]);
                    }
                };
            case "open" -> c -> s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("another"));
            case "stop" -> c -> s.sctpA.stop();
            case "dtls" -> c -> s.dtlsA.stop();
            default -> c -> s.a.close();
        };
    }

    @ParameterizedTest
    @CsvSource({"close", "send", "sendMuch", "open", "stop", "dtls", "agent"})
    void everythingMayBeDoneFromInsideOfEveryCallback(String name) {
        for (String callback : List.of("open", "message", "low", "closing", "close", "error", "datachannel", "state")) {
            SimAgents s = new SimAgents(4).plumbed();
            TreeMap<String, Integer> called = new TreeMap<>();
            List<RTCException> refused = new ArrayList<>();
            Consumer<RTCDataChannel> action = c -> {
                if (called.merge(callback, 1, Integer::sum) <= 3) {
                    try {
                        action(name, s).accept(c);
                    } catch (RTCException e) {
                        refused.add(e);
                    }
                }
            };
            s.sctpB.onDataChannel(c -> c.onMessage(m -> c.send("back")));
            RTCDataChannel channel = s.a.dataChannel(s.sctpA, RTCDataChannelParameters.of("x"));
            switch (callback) {
                case "open" -> channel.onOpen(action);
                case "message" -> channel.onMessage(m -> action.accept(channel));
                case "low" -> channel.onBufferedAmountLow(action);
                case "closing" -> channel.onClosing(action);
                case "close" -> channel.onClose(action);
                case "error" -> channel.onError(e -> action.accept(channel));
                case "datachannel" -> s.sctpA.onDataChannel(action);
                default -> {}
            }
            channel.onOpen(c -> {
                if (c.readyState() == RTCDataChannelState.OPEN) {
                    c.send("hello");
                }
            });
            s.started();
            if (callback.equals("state")) {
                s.sctpA.onStateChange(state -> action.accept(channel));
            }
            s.clock.runFor(Duration.ofSeconds(2));
            if (s.sctpB.state() == RTCSctpTransportState.CONNECTED) {
                s.b.dataChannel(s.sctpB, RTCDataChannelParameters.of("theirs"));
                s.clock.runFor(Duration.ofSeconds(2));
            }
            if (callback.equals("error")) {
                s.sctpB.stop();
            } else {
                channel.close();
            }
            s.clock.runFor(Duration.ofSeconds(5));
            assertThat(called).as("%s was called", callback).containsKey(callback);
            assertThat(refused)
                    .as("%s in %s", name, callback)
                    .allMatch(e -> e.name() == RTCException.Name.INVALID_STATE);
            assertThat(s.leftAfterClose()).as("%s in %s", name, callback).isEqualTo(SimAgents.nothing());
        }
    }
}
