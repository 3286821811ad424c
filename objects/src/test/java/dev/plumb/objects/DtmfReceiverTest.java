package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.loop.ManualLoop;
import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import dev.plumb.rtp.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DtmfReceiverTest {
    private static final int CLOCK_RATE_HZ = 8000;

    private final ManualLoop loop = new ManualLoop(0, 0);
    private final List<RTCDtmfTone> heard = new ArrayList<>();
    private final DtmfReceiver receiver = new DtmfReceiver(loop, heard::add);

    /** A key of 100 ms that ends, three times, as RFC 4733 repeats it. */
    private void key(long ssrc, int event, long timestamp) {
        for (int i = 0; i < 3; i++) {
            receiver.receive(new AudioPacket(
                    ssrc,
                    List.of(),
                    126,
                    PayloadFormat.OPUS,
                    CLOCK_RATE_HZ,
                    i,
                    timestamp & 0xffff_ffffL,
                    i == 0,
                    new byte[] {(byte) event, (byte) 0x8a, 800 >> 8, (byte) 800},
                    -1,
                    List.of(),
                    loop.nowNanos(),
                    EncodedFrame.UNKNOWN));
        }
    }

    private String keys() {
        return String.join("", heard.stream().map(RTCDtmfTone::tone).toList());
    }

    @Test
    void keysOfAnotherSourceAreHeardWhateverItsTimestamps() {
        key(1, 1, 0x7000_0000L);
        key(2, 2, 0x6000_0000L);
        key(3, 3, 0x6000_0000L);
        assertThat(keys()).isEqualTo("123");
        assertThat(heard).allSatisfy(t -> assertThat(t.durationMillis()).isEqualTo(100));
    }

    @Test
    void keysAreHeardAfterMoreThanHalfACycleOfSilence() {
        key(1, 4, 100);
        key(1, 5, 90); // a packet that came late, of a key before
        assertThat(keys()).isEqualTo("4");
        long silenceTicks = (1L << 31) + 1000;
        loop.run(silenceTicks * 1_000_000_000L / CLOCK_RATE_HZ);
        key(1, 6, 100 + silenceTicks);
        assertThat(keys()).isEqualTo("46");
    }
}
