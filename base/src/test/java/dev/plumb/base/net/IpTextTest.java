package dev.plumb.base.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTextTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:0:0:0:1, fe80::1",
        "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
        "64:ff9b:0:0:0:0:c000:201, 64:ff9b::c000:201"
    })
    void isCanonical(String given, String canonical) {
        assertThat(IpText.of(InetAddress.ofLiteral(given))).isEqualTo(canonical);
    }

    @Test
    void isReadBackAsTheSameAddress() throws Exception {
        Random random = new Random(5952);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[16];
            for (int b = 0; b < 16; b++) {
                bytes[b] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            assertThat(InetAddress.ofLiteral(IpText.of(address))).isEqualTo(address);
        }
    }
}
