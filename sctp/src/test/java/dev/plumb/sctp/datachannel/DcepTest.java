package dev.plumb.sctp.datachannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DcepTest {
    @Test
    void openIsReadAsItWasWritten() {
        DataChannelOpen open = new DataChannelOpen(0x81, 65535, 0xffff_ffffL, "l\u00e4bel", "proto");
        assertThat(DataChannelOpen.parse(open.toByteArray())).isEqualTo(open);
        assertThat(HexFormat.of().formatHex(new DataChannelOpen(0, 256, 0, "a", "").toByteArray()))
                .isEqualTo("03000100000000000001000061");
        assertThat(open.toParameters(4).ordered()).isFalse();
        assertThat(open.toParameters(4).maxRetransmits()).hasValue(Integer.MAX_VALUE);
    }

    @Test
    void malformedMessagesAreRefused() {
        assertThat(DataChannelOpen.parse(new byte[0])).isNull();
        assertThat(DataChannelOpen.parse(HexFormat.of().parseHex("03000100000000000002000061")))
                .isNull();
        assertThat(DataChannelOpen.parse(HexFormat.of().parseHex("03030100000000000001000061")))
                .isNull();
        assertThat(DataChannelAck.parse(new byte[0])).isNull();
        assertThat(DataChannelAck.parse(new byte[] {3})).isNull();
        assertThat(DataChannelAck.parse(new DataChannelAck().toByteArray())).isNotNull();
    }

    @Test
    void aLabelThatGrowsBeyondTheLimitBecauseItIsNoUtf8IsMalformed() {
        byte[] open = new byte[12 + 30_000];
        open[0] = 3;
        open[8] = 30_000 >> 8;
        open[9] = (byte) 30_000;
        Arrays.fill(open, 12, open.length, (byte) 0xff);
        assertThat(DataChannelOpen.parse(open)).isNull();
        Arrays.fill(open, 12, open.length, (byte) 'a');
        assertThat(DataChannelOpen.parse(open)).isNotNull();
    }
}
