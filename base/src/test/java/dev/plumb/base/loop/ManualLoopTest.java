package dev.plumb.base.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.base.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loop driven by hand. */
class ManualLoopTest {
    private final ManualLoop loop = new ManualLoop(0, 1_000);
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunFirstThenTimersByDeadlineAndOrder() {
        loop.schedule(10, () -> ran.add("second"));
        loop.schedule(10, () -> ran.add("third"));
        loop.schedule(5, () -> ran.add("first"));
        loop.schedule(20, () -> ran.add("later"));
        loop.execute(() -> ran.add("task"));
        assertThat(loop.nextDeadlineNanos()).isZero();
        loop.run(10);
        assertThat(ran).containsExactly("task", "first", "second", "third");
        assertThat(loop.nextDeadlineNanos()).isEqualTo(20);
        assertThat(loop.wallNanos()).isEqualTo(1_010);
    }

    @Test
    void aCancelledTimerDoesNotRunAndWhatIsLeftBehindDoes() {
        Loop.Timer timer = loop.schedule(5, () -> ran.add("cancelled"));
        loop.schedule(6, () -> loop.execute(() -> ran.add("left behind")));
        timer.cancel();
        timer.cancel();
        loop.run(6);
        assertThat(ran).containsExactly("left behind");
        assertThat(loop.waiting()).isZero();
        assertThat(loop.nextDeadlineNanos()).isEqualTo(Engine.NEVER);
        assertThatThrownBy(() -> loop.run(5)).isInstanceOf(IllegalArgumentException.class);
    }
}
