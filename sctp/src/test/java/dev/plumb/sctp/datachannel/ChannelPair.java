package dev.plumb.sctp.datachannel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sctp.SctpConfig;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Two ends with data channels; {@code a} is the DTLS client. */
final class ChannelPair {
    final SimClock clock = new SimClock();
    final End a;
    final End b;

    ChannelPair(long seed, LinkConditions conditions) {
        this(seed, conditions, SctpConfig.DEFAULT);
    }

    ChannelPair(long seed, LinkConditions conditions, SctpConfig config) {
        a = new End(new SimLink(clock, new Random(seed * 4 + 1), conditions), new Random(seed * 4 + 2), config);
        b = new End(new SimLink(clock, new Random(seed * 4 + 3), conditions), new Random(seed * 4 + 4), config);
        SimEngineDriver.connect(a.driver, b.driver);
    }

    ChannelPair() {
        this(1, LinkConditions.PERFECT);
    }

    /** One end. */
    final class End {
        final SimEngineDriver<SctpAssociation, SctpEvent> driver;
        final SimLink out;
        final DataChannels channels;
        final List<DataChannelEvent> events = new ArrayList<>();
        Consumer<DataChannelEvent> listener = e -> {};

        End(SimLink out, Random random, SctpConfig config) {
            this.out = out;
            driver = new SimEngineDriver<>(
                    clock, out, below -> new SctpAssociation(config, below.sink(), below.pool(), random));
            channels = new DataChannels(driver.engine());
            driver.onEvent(this::handle);
        }

        private void handle(SctpEvent event) {
            channels.handle(event, clock.nowNanos());
            drain();
        }

        void drain() {
            for (DataChannelEvent e = channels.pollEvent(); e != null; e = channels.pollEvent()) {
                events.add(e);
                listener.accept(e);
            }
        }

        /** Calls from above, then drains. */
        void call(Consumer<Long> action) {
            driver.call((engine, now) -> action.accept(now));
            drain();
        }

        DataChannel open(DataChannelParameters parameters) {
            DataChannel[] opened = new DataChannel[1];
            call(now -> opened[0] = channels.open(parameters, now));
            return opened[0];
        }

        void close(DataChannel channel) {
            call(channel::close);
        }

        void send(DataChannel channel, String text) {
            call(now -> channel.sendText(text, now));
        }

        <E extends DataChannelEvent> List<E> eventsOf(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        List<DataChannelEvent.Message> messages() {
            return eventsOf(DataChannelEvent.Message.class);
        }

        DataChannel announced(int index) {
            return eventsOf(DataChannelEvent.ChannelAnnounced.class).get(index).channel();
        }

        boolean isEstablished() {
            return driver.engine().state() instanceof SctpState.Established;
        }
    }

    ChannelPair withRoles() {
        a.call(now -> a.channels.dtlsRole(true, now));
        b.call(now -> b.channels.dtlsRole(false, now));
        return this;
    }

    ChannelPair connected() {
        withRoles();
        a.driver.call((e, now) -> e.connect(now));
        b.driver.call((e, now) -> e.connect(now));
        assertThat(run(() -> a.isEstablished() && b.isEstablished())).isTrue();
        return this;
    }

    boolean run(BooleanSupplier until) {
        return clock.runUntil(until, Duration.ofMinutes(30));
    }

    void closeAndCheck() {
        a.driver.call((e, now) -> e.abort("done", now));
        b.driver.call((e, now) -> e.abort("done", now));
        clock.runFor(Duration.ofMinutes(1));
        assertThat(a.driver.pool().outstanding()).isZero();
        assertThat(b.driver.pool().outstanding()).isZero();
        assertThat(a.channels.channels()).isEmpty();
        assertThat(b.channels.channels()).isEmpty();
    }
}
