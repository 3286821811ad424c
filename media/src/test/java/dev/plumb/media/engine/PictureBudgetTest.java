package dev.plumb.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.media.codec.EncodedPicture;
import dev.plumb.media.codec.VideoEncoder;
import dev.plumb.media.video.VideoFrame;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests with raw pictures that wait for encoders sharing a budget. */
class PictureBudgetTest {
    private final ManualLoop loop = new ManualLoop(0, 0);
    private final PictureBudget budget = new PictureBudget();
    private long nowNanos;

    /** An encoder that drops every picture. */
    private static final class Nothing implements VideoEncoder {
        @Override
        public void encode(VideoFrame frame, boolean keyFrame, Consumer<EncodedPicture> out) {
            // drops the picture
        }

        @Override
        public void rate(long bitsPerSecond, double framesPerSecond) {
            // has no rate
        }

        @Override
        public void close() {
            // holds no resources
        }
    }

    private VideoSender sender() {
        return new VideoSender(loop, new Nothing(), budget, picture -> {});
    }

    private void picture(VideoSender to) {
        nowNanos += 33_000_000L;
        to.accept(new VideoFrame(new byte[VideoFrame.bytesOf(64, 64)], 64, 64, nowNanos));
    }

    @Test
    void picturesBeyondTheBytesThatMayWaitAreDroppedAndCounted() {
        budget.limits(1 << 20, 3L * VideoFrame.bytesOf(64, 64));
        VideoSender first = sender();
        VideoSender second = sender();
        for (int i = 0; i < 4; i++) {
            picture(first);
            picture(second);
        }
        assertThat(first.framesDropped() + second.framesDropped()).isEqualTo(5);
        loop.run(nowNanos);
        assertThat(first.framesDroppedForRate() + second.framesDroppedForRate()).isEqualTo(3);
        picture(first);
        assertThat(first.framesDropped() + second.framesDropped()).isEqualTo(5);
        first.close();
        second.close();
        assertThat(budget.reserve(3L * VideoFrame.bytesOf(64, 64))).isTrue();
    }

    @Test
    void onePictureAlwaysHasRoom() {
        budget.limits(1 << 20, 0);
        VideoSender sender = sender();
        picture(sender);
        picture(sender);
        assertThat(sender.framesDropped()).isEqualTo(1);
    }
}
