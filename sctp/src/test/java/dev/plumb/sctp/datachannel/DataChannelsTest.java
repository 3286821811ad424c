package dev.plumb.sctp.datachannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.engine.Priority;
import dev.plumb.sctp.SctpConfig;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.sctp.SendOptions;
import dev.plumb.testkit.Growth;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataChannelsTest {
    private static final DataChannelParameters CHAT = DataChannelParameters.labelled("chat");

    @Test
    void channelIsAnnouncedAnsweredAndUsed() {
        ChannelPair pair = new ChannelPair();
        DataChannelParameters wanted = CHAT.withProtocol("p\u00fc")
                .withOrdered(false)
                .withMaxRetransmits(3)
                .withPriority(Priority.HIGH);
        DataChannel channel = pair.a.open(wanted);
        assertThat(channel.id()).isEmpty();
        pair.connected();
        assertThat(pair.run(() -> channel.state() == DataChannelState.OPEN)).isTrue();
        assertThat(channel.id()).hasValue(0);
        DataChannel theirs = pair.b.announced(0);
        assertThat(theirs.parameters()).isEqualTo(wanted.withId(0));
        pair.a.send(channel, "hello \u20ac");
        pair.a.send(channel, "");
        pair.a.call(now -> channel.sendBinary(new byte[0], now));
        pair.a.call(now -> channel.sendBinary(new byte[] {0, 1}, now));
        assertThat(pair.run(() -> pair.b.messages().size() == 4)).isTrue();
        assertThat(pair.b.messages().get(0).text()).isEqualTo("hello \u20ac");
        assertThat(pair.b.messages().get(1).isText()).isTrue();
        assertThat(pair.b.messages().get(1).bytes()).isEmpty();
        assertThat(pair.b.messages().get(2).isText()).isFalse();
        assertThat(pair.b.messages().get(2).bytes()).isEmpty();
        assertThat(pair.b.messages().get(3).bytes()).containsExactly(0, 1);
        pair.b.send(theirs, "back");
        assertThat(pair.run(() -> pair.a.messages().size() == 1)).isTrue();
        pair.closeAndCheck();
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(1);
        assertThat(pair.b.eventsOf(DataChannelEvent.ChannelClosed.class)).hasSize(1);
    }

    @Test
    void dataMayFollowOpenAtOnceInOrder() {
        Seeds.forEach(100, seed -> {
            LinkConditions link = LinkConditions.PERFECT.withLoss(0.2).withReorder(0.2, Duration.ofMillis(50));
            ChannelPair pair = new ChannelPair(seed, link).connected();
            List<DataChannel> mine = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                mine.add(pair.a.open(CHAT.withOrdered(false)));
                pair.a.send(mine.get(i), "first");
            }
            assertThat(pair.run(() -> pair.b.messages().size() == 5)).isTrue();
            assertThat(pair.b.eventsOf(DataChannelEvent.ChannelAnnounced.class)).hasSize(5);
            assertThat(pair.run(() -> mine.stream().allMatch(c -> c.state() == DataChannelState.OPEN)))
                    .isTrue();
            assertThat(pair.b.channels.dropped()).isZero();
            pair.closeAndCheck();
        });
    }

    /** Both ends connect, and open a channel, at moments of their own; packets are lost, repeated and overtaken. */
    @Test
    void channelsOpenedDuringAnySetUpCarryMessages() {
        Seeds.forEach(300, seed -> {
            Random random = new Random(seed);
            Duration late = Duration.ofMillis(1 + random.nextInt(3_000));
            LinkConditions link = LinkConditions.PERFECT
                    .withDelay(Duration.ofMillis(random.nextInt(40)))
                    .withJitter(Duration.ofMillis(random.nextInt(40)))
                    .withLoss(random.nextInt(4) * 0.1)
                    .withDuplicate(random.nextInt(4) * 0.1)
                    .withReorder(random.nextInt(4) * 0.1, late);
            ChannelPair pair = new ChannelPair(seed, link).withRoles();
            List<DataChannel> opened = new ArrayList<>();
            for (ChannelPair.End end : List.of(pair.a, pair.b)) {
                end.listener = event -> {
                    if (event instanceof DataChannelEvent.ChannelOpened o && opened.contains(o.channel())) {
                        end.send(o.channel(), "hello");
                    } else if (event instanceof DataChannelEvent.Message m
                            && m.text().equals("hello")) {
                        end.send(m.channel(), "heard");
                    }
                };
                long connectsNanos = random.nextInt(2_500) * 1_000_000L;
                long opensNanos = random.nextInt(2_500) * 1_000_000L;
                pair.clock.after(connectsNanos, () -> end.driver.call((e, now) -> e.connect(now)));
                pair.clock.after(opensNanos, () -> opened.add(end.open(CHAT)));
            }
            assertThat(pair.run(() -> heard(pair.a) && heard(pair.b))).isTrue();
            assertThat(pair.clock.nowNanos()).isLessThan(Duration.ofMinutes(2).toNanos());
        });
    }

    private static boolean heard(ChannelPair.End end) {
        return end.messages().stream().anyMatch(m -> m.text().equals("heard"));
    }

    @Test
    void idsFollowTheDtlsRole() {
        ChannelPair pair = new ChannelPair().connected();
        assertThat(pair.a.open(CHAT).id()).hasValue(0);
        assertThat(pair.b.open(CHAT).id()).hasValue(1);
        assertThat(pair.a.open(CHAT.withNegotiatedId(2)).id()).hasValue(2);
        assertThat(pair.a.open(CHAT).id()).hasValue(4);
        assertThatThrownBy(() -> pair.a.open(CHAT.withId(4))).hasMessageContaining("taken");
        assertThatThrownBy(() -> pair.a.open(CHAT.withId(5))).hasMessageContaining("other side");
        assertThatThrownBy(() -> CHAT.withId(65535)).hasMessageContaining("65534");
        assertThatThrownBy(() -> CHAT.withMaxRetransmits(1).withMaxPacketLifetimeMillis(1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idThatTurnsOutToBeTheOtherSidesIsAnError() {
        ChannelPair pair = new ChannelPair();
        DataChannel wrong = pair.a.open(CHAT.withId(1));
        DataChannel right = pair.a.open(CHAT.withId(2));
        pair.withRoles();
        assertThat(wrong.state()).isEqualTo(DataChannelState.CLOSED);
        assertThat(right.state()).isEqualTo(DataChannelState.CONNECTING);
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(1);
    }

    @Test
    void negotiatedChannelKeepsWhatCameBeforeIt() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel mine = pair.a.open(CHAT.withNegotiatedId(7));
        assertThat(mine.state()).isEqualTo(DataChannelState.OPEN);
        pair.a.send(mine, "early");
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.b.messages()).isEmpty();
        pair.b.open(CHAT.withNegotiatedId(7));
        assertThat(pair.b.messages()).hasSize(1);
        assertThat(pair.b.events.getFirst()).isInstanceOf(DataChannelEvent.ChannelOpened.class);
    }

    @Test
    void earlyDataIsBounded() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel mine = pair.a.open(CHAT.withNegotiatedId(7));
        for (int i = 0; i < 300; i++) {
            pair.a.send(mine, "early");
        }
        pair.clock.runFor(Duration.ofSeconds(5));
        assertThat(pair.b.channels.dropped()).isEqualTo(44);
    }

    @Test
    void closingSendsWhatIsQueuedAndClosesBothEnds() {
        Seeds.forEach(50, seed -> {
            LinkConditions link = LinkConditions.PERFECT.withLoss(0.1).withDelay(Duration.ofMillis(15));
            ChannelPair pair = new ChannelPair(seed, link).connected();
            DataChannel mine = pair.a.open(CHAT);
            for (int i = 0; i < 30; i++) {
                pair.a.send(mine, "x".repeat(3000));
            }
            pair.a.close(mine);
            assertThat(mine.state()).isEqualTo(DataChannelState.CLOSING);
            assertThatThrownBy(() -> pair.a.send(mine, "late")).isInstanceOf(IllegalStateException.class);
            assertThat(pair.run(() -> mine.state() == DataChannelState.CLOSED
                            && !pair.b
                                    .eventsOf(DataChannelEvent.ChannelClosed.class)
                                    .isEmpty()))
                    .isTrue();
            assertThat(pair.b.messages()).hasSize(30);
            assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).isEmpty();
            pair.closeAndCheck();
        });
    }

    @Test
    void bothSidesMayCloseAtOnce() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel mine = pair.a.open(CHAT);
        assertThat(pair.run(() -> mine.state() == DataChannelState.OPEN)).isTrue();
        DataChannel theirs = pair.b.announced(0);
        pair.a.close(mine);
        pair.b.close(theirs);
        pair.a.close(mine);
        assertThat(pair.run(() -> mine.state() == DataChannelState.CLOSED && theirs.state() == DataChannelState.CLOSED))
                .isTrue();
        pair.closeAndCheck();
    }

    @Test
    void idsAreUsedAgainAThousandTimes() {
        Seeds.forEach(1, seed -> {
            LinkConditions link = LinkConditions.PERFECT
                    .withLoss(0.03)
                    .withReorder(0.02, Duration.ofMillis(10))
                    .withDuplicate(0.02);
            ChannelPair pair = new ChannelPair(seed, link).connected();
            Set<Integer> ids = new HashSet<>();
            pair.b.listener = e -> {
                if (e instanceof DataChannelEvent.Message m) {
                    m.channel().sendText("echo " + m.text(), pair.clock.nowNanos());
                }
            };
            for (int i = 0; i < 1000; i++) {
                DataChannel channel = pair.a.open(CHAT);
                ids.add(channel.id().getAsInt());
                String text = "round " + i;
                pair.a.send(channel, text);
                assertThat(pair.run(() -> pair.a.messages().stream()
                                .anyMatch(
                                        m -> m.channel() == channel && m.text().equals("echo " + text))))
                        .isTrue();
                pair.a.close(channel);
                pair.a.events.clear();
                if (i % 3 == 0) {
                    assertThat(pair.run(() -> channel.state() == DataChannelState.CLOSED))
                            .isTrue();
                }
            }
            assertThat(ids).hasSizeLessThan(10);
            assertThat(pair.run(() -> pair.a.channels.channels().isEmpty()
                            && pair.b.channels.channels().isEmpty()))
                    .isTrue();
            assertThat(pair.b.channels.dropped()).isZero();
            assertThat(pair.a.channels.dropped()).isZero();
            pair.closeAndCheck();
        });
    }

    @Test
    void lostAssociationIsAnErrorOnEveryChannel() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel one = pair.a.open(CHAT);
        DataChannel two = pair.a.open(CHAT.withNegotiatedId(9));
        pair.clock.runFor(Duration.ofSeconds(1));
        pair.b.driver.call((e, now) -> e.abort("gone", now));
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(2);
        assertThat(List.of(one.state(), two.state())).containsOnly(DataChannelState.CLOSED);
        assertThatThrownBy(() -> pair.a.open(CHAT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shutdownClosesWithoutAnError() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel one = pair.a.open(CHAT);
        pair.clock.runFor(Duration.ofSeconds(1));
        pair.a.driver.call((e, now) -> e.shutdown(now));
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(one.state()).isEqualTo(DataChannelState.CLOSED);
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).isEmpty();
        assertThat(pair.b.eventsOf(DataChannelEvent.ChannelClosed.class)).hasSize(1);
        assertThat(pair.b.eventsOf(DataChannelEvent.ChannelError.class)).isEmpty();
    }

    @Test
    void channelClosedBeforeItWasConnectedNeverShows() {
        ChannelPair pair = new ChannelPair();
        DataChannel one = pair.a.open(CHAT);
        pair.a.close(one);
        assertThat(one.state()).isEqualTo(DataChannelState.CLOSED);
        pair.connected();
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.b.events).isEmpty();
    }

    @Test
    void peerWithFewStreamsLimitsTheIds() {
        ChannelPair pair = new ChannelPair(1, LinkConditions.PERFECT, SctpConfig.DEFAULT.withStreams(4));
        List<DataChannel> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(pair.a.open(CHAT));
        }
        pair.connected();
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(all.stream().map(DataChannel::state))
                .containsExactly(DataChannelState.OPEN, DataChannelState.OPEN, DataChannelState.CLOSED);
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(1);
    }

    @Test
    void streamsAreAddedWhereChannelsNeedMore() {
        ChannelPair pair = new ChannelPair(1, LinkConditions.PERFECT, SctpConfig.DEFAULT.withStreams(4)).connected();
        List<DataChannel> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(pair.a.open(CHAT));
        }
        pair.clock.runFor(Duration.ofSeconds(5));
        assertThat(all.stream().map(DataChannel::state)).containsOnly(DataChannelState.OPEN);
        pair.a.send(all.get(19), "over an added stream");
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.b.messages()).hasSize(1);
        pair.closeAndCheck();
    }

    @Test
    void channelWithoutAStreamFailsWhereThePeerAddsNone() {
        SctpConfig few = SctpConfig.DEFAULT.withStreams(2);
        ChannelPair pair = new ChannelPair(1, LinkConditions.PERFECT, few).connected();
        DataChannel first = pair.a.open(CHAT);
        // all the streams there can be, but for what a peer once granted
        pair.a.driver.call((e, now) -> e.addStreams(65_533, 0, now));
        pair.clock.runFor(Duration.ofSeconds(1));
        pair.b.driver.call((e, now) -> e.addStreams(65_533, 0, now));
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(first.state()).isEqualTo(DataChannelState.OPEN);
        assertThat(pair.a.driver.engine().state()).isEqualTo(new SctpState.Established(65_535, 65_535));
        for (int i = 0; i < 32_768; i++) {
            pair.a.channels.open(CHAT, pair.clock.nowNanos());
        }
        pair.a.drain();
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(1);
    }

    @Test
    void bufferedAmountCountsTheApplicationsBytesAlone() {
        ChannelPair pair = new ChannelPair().connected();
        pair.a.out.conditions(LinkConditions.PERFECT.withLoss(1));
        DataChannel[] mine = new DataChannel[1];
        pair.a.call(now -> {
            mine[0] = pair.a.channels.open(DataChannelParameters.labelled("x".repeat(30_000)), now);
            assertThat(mine[0].bufferedBytes()).isZero();
            mine[0].sendText("", now);
            assertThat(mine[0].bufferedBytes()).isZero();
            mine[0].sendText("four", now);
            assertThat(mine[0].bufferedBytes()).isEqualTo(4);
        });
        pair.a.out.conditions(LinkConditions.PERFECT);
        assertThat(pair.run(() -> pair.b.messages().size() == 2)).isTrue();
        assertThat(mine[0].bufferedBytes()).isZero();
        pair.closeAndCheck();
    }

    @Test
    void channelsShareAFullLinkByTheirPriorities() {
        LinkConditions slow = LinkConditions.PERFECT.withRate(2_000_000, 1 << 20);
        ChannelPair pair = new ChannelPair(1, slow).connected();
        List<DataChannel> all = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            all.add(pair.a.open(CHAT.withPriority(priority)));
        }
        pair.clock.runFor(Duration.ofSeconds(1));
        for (DataChannel channel : all) {
            pair.a.call(now -> {
                for (int i = 0; i < 200; i++) {
                    channel.sendBinary(new byte[10_000], now);
                }
            });
        }
        pair.clock.runFor(Duration.ofSeconds(10));
        double[] bytes = new double[4];
        pair.b
                .messages()
                .forEach(
                        m -> bytes[
                                List.of(Priority.values())
                                        .indexOf(m.channel().parameters().priority())] += m.bytes().length);
        assertThat(bytes[1] / bytes[0]).isBetween(1.7, 2.3);
        assertThat(bytes[2] / bytes[0]).isBetween(3.4, 4.6);
        assertThat(bytes[3] / bytes[0]).isBetween(6.8, 9.2);
        pair.closeAndCheck();
    }

    @Test
    void openWithAnIdOfOursIsRefused() {
        ChannelPair pair = new ChannelPair().connected();
        byte[] open = DataChannelOpen.of(CHAT).toByteArray();
        pair.a.driver.call((e, now) -> e.send(3, Ppid.DCEP, open, SendOptions.RELIABLE, now));
        pair.a.driver.call((e, now) -> e.send(2, Ppid.DCEP, new byte[] {3, 0}, SendOptions.RELIABLE, now));
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.b.events).isEmpty();
        assertThat(pair.b.channels.dropped()).isEqualTo(2);
    }

    @Test
    void channelsOpenBesideAFullSendBuffer() {
        ChannelPair pair =
                new ChannelPair(1, LinkConditions.PERFECT, SctpConfig.DEFAULT.withSendBufferBytes(100_000)).connected();
        DataChannel busy = pair.a.open(CHAT);
        assertThat(pair.run(() -> busy.state() == DataChannelState.OPEN)).isTrue();
        DataChannel[] late = new DataChannel[1];
        pair.a.call(now -> {
            assertThatThrownBy(() -> {
                        while (true) {
                            busy.sendBinary(new byte[4], now);
                        }
                    })
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> busy.sendBinary(new byte[0], now)).isInstanceOf(IllegalStateException.class);
            late[0] = pair.a.channels.open(CHAT, now);
        });
        assertThat(pair.run(() -> late[0].state() == DataChannelState.OPEN)).isTrue();
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).isEmpty();
        pair.closeAndCheck();
    }

    @Test
    void idWhoseResetThePeerRefusedIsNotUsedAgain() {
        ChannelPair pair = new ChannelPair().connected();
        DataChannel first = pair.a.open(CHAT);
        assertThat(pair.run(() -> first.state() == DataChannelState.OPEN)).isTrue();
        pair.a.call(now -> {
            first.close(now);
            pair.a.channels.handle(new SctpEvent.OutgoingResetFailed(List.of(0), "denied"), now);
        });
        assertThat(first.state()).isEqualTo(DataChannelState.CLOSED);
        assertThat(pair.a.eventsOf(DataChannelEvent.ChannelError.class)).hasSize(1);
        pair.clock.runFor(Duration.ofSeconds(1));
        assertThat(pair.a.open(CHAT).id()).hasValue(2);
        pair.closeAndCheck();
    }

    @Test
    void idThatBecomesFreeGoesToAChannelThatWaitsForOne() {
        LinkConditions link = LinkConditions.PERFECT.withDelay(Duration.ofMillis(10));
        ChannelPair pair = new ChannelPair(1, link, SctpConfig.DEFAULT.withStreams(4)).connected();
        DataChannel first = pair.a.open(CHAT);
        DataChannel second = pair.a.open(CHAT);
        assertThat(pair.run(() -> second.state() == DataChannelState.OPEN)).isTrue();
        pair.a.close(first);
        DataChannel third = pair.a.open(CHAT);
        assertThat(third.id()).isEmpty();
        assertThat(pair.run(() -> first.state() == DataChannelState.CLOSED)).isTrue();
        assertThat(pair.a.driver.engine().state())
                .as("before streams are added")
                .isEqualTo(new SctpState.Established(4, 4));
        assertThat(third.id()).hasValue(0);
        assertThat(pair.run(() -> third.state() == DataChannelState.OPEN)).isTrue();
        pair.closeAndCheck();
    }

    @Test
    void streamThatThePeerMustNotOpenIsUsedOnceItIsResetBothWays() {
        LinkConditions link = LinkConditions.PERFECT.withDelay(Duration.ofMillis(10));
        ChannelPair pair = new ChannelPair(1, link).connected();
        byte[] open = DataChannelOpen.of(CHAT).toByteArray();
        pair.a.driver.call((e, now) -> e.send(3, Ppid.DCEP, open, SendOptions.RELIABLE, now));
        assertThat(pair.run(() -> pair.b.channels.dropped() == 1)).isTrue();
        DataChannel first = pair.b.open(CHAT);
        DataChannel second = pair.b.open(CHAT);
        assertThat(List.of(first.id().getAsInt(), second.id().getAsInt())).containsExactly(1, 5);
        assertThat(pair.run(() -> second.state() == DataChannelState.OPEN)).isTrue();
        pair.clock.runFor(Duration.ofSeconds(1));
        pair.a.driver.call((e, now) -> e.resetStreams(List.of(3), now));
        pair.clock.runFor(Duration.ofSeconds(1));
        DataChannel third = pair.b.open(CHAT);
        assertThat(third.id()).hasValue(3);
        assertThat(pair.run(() -> third.state() == DataChannelState.OPEN)).isTrue();
        assertThat(pair.b.eventsOf(DataChannelEvent.ChannelError.class)).isEmpty();
        pair.closeAndCheck();
    }

    @Test
    void resettingAllStreamsAgainCostsNothing() {
        Growth.check("resets of all streams", 2_000, n -> {
            ChannelPair pair = new ChannelPair().connected();
            pair.b.driver.call((e, now) -> {
                byte[] open = DataChannelOpen.of(CHAT).toByteArray();
                for (int i = 0; i < n; i++) {
                    pair.b.channels.handle(
                            new SctpEvent.MessageReceived(2 * i, Ppid.DCEP, open), pair.clock.nowNanos());
                }
            });
            return () -> pair.b.driver.call((e, now) -> {
                for (int i = 0; i < n; i++) {
                    pair.b.channels.handle(new SctpEvent.IncomingStreamsReset(List.of()), now);
                }
            });
        });
    }
}
