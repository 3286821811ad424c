package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.RecordReplayWindow;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final RecordReplayWindow window = new RecordReplayWindow();

    private boolean take(long sequence) {
        boolean isNew = window.mayAccept(sequence);
        if (isNew) {
            window.accept(sequence);
        }
        return isNew;
    }

    @Test
    void takesEachNumberOnceInAnyOrder() {
        assertThat(take(0)).isTrue();
        assertThat(take(0)).isFalse();
        assertThat(take(5)).isTrue();
        assertThat(take(3)).isTrue();
        assertThat(take(3)).isFalse();
        assertThat(take(5)).isFalse();
        assertThat(take(68)).isTrue();
        assertThat(take(4)).isFalse();
        assertThat(take(6)).isTrue();
        assertThat(take(5)).isFalse();
    }

    @Test
    void aJumpForgetsWhatIsTooOld() {
        assertThat(take(1)).isTrue();
        assertThat(take(RecordHeader.MAX_SEQUENCE)).isTrue();
        assertThat(take(2)).isFalse();
        assertThat(take(RecordHeader.MAX_SEQUENCE - 63)).isTrue();
        assertThat(take(RecordHeader.MAX_SEQUENCE - 64)).isFalse();
    }
}
