package dev.plumb.sctp.datachannel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plumb.base.bytes.BigEndian;
import dev.plumb.sctp.SendOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

class DcepFuzzTest {
    /** No bytes make the parser throw; what it read makes a channel and can be written. */
    @FuzzTest
    void parserNeverThrows(byte[] bytes) {
        DataChannelOpen open = DataChannelOpen.parse(bytes);
        if (open != null) {
            open.toParameters(0);
            open.toByteArray();
        }
        DataChannelAck.parse(bytes);
    }

    /** No messages on any stream under any PPID make the channels throw. */
    @FuzzTest
    void channelsSurviveAnyPeer(byte[] input) {
        ChannelPair pair = new ChannelPair().connected();
        pair.b.open(DataChannelParameters.labelled("x"));
        pair.b.open(DataChannelParameters.labelled("y").withNegotiatedId(2));
        for (int at = 0; at + 3 <= input.length; ) {
            int streamId = BigEndian.u8(input, at) & 7;
            long ppid = 49L + (BigEndian.u8(input, at + 1) & 15);
            int length = Math.min(1 + BigEndian.u8(input, at + 2), input.length - at - 3);
            if (length > 0) {
                byte[] payload = Arrays.copyOfRange(input, at + 3, at + 3 + length);
                SendOptions options = (input[at] & 8) == 0 ? SendOptions.RELIABLE : SendOptions.UNORDERED;
                try {
                    pair.a.driver.call((e, now) -> e.send(streamId, ppid, payload, options, now));
                    if ((input[at] & 16) != 0) {
                        pair.a.driver.call((e, now) -> e.resetStreams(List.of(streamId), now));
                    }
                } catch (IllegalStateException resetting) {
                    pair.clock.runFor(Duration.ofMillis(3));
                }
            }
            at += 3 + length;
        }
        pair.clock.runFor(Duration.ofSeconds(20));
        pair.closeAndCheck();
    }
}
