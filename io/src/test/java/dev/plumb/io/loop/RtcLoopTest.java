package dev.plumb.io.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls onto a loop from other threads. */
@Timeout(60)
class RtcLoopTest {
    @Test
    void callsOnTheLoopAndGivesTheResultBack() throws Exception {
        try (RtcLoop loop = new RtcLoop()) {
            assertThat(loop.onLoop()).isFalse();
            assertThat(loop.call(loop::onLoop)).isTrue();
            assertThat(loop.call(() -> loop.call(loop::onLoop))).isTrue();
        }
    }

    @Test
    void throwsWhatTheCalledCodeThrows() {
        try (RtcLoop loop = new RtcLoop()) {
            assertThatThrownBy(() -> loop.call(() -> {
                        throw new IOException("no such address");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no such address");
        }
    }

    @Test
    void refusesToWaitOnOneLoopForAnother() throws Exception {
        try (RtcLoop one = new RtcLoop();
                RtcLoop other = new RtcLoop()) {
            assertThatThrownBy(() -> one.call(() -> other.call(() -> 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use execute");
        }
    }

    @Test
    void rejectsCallsWhenClosed() {
        RtcLoop loop = new RtcLoop();
        loop.close();
        assertThatThrownBy(() -> loop.call(() -> 1)).isInstanceOf(RejectedExecutionException.class);
    }
}
