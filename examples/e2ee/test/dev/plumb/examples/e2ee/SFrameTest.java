package dev.plumb.examples.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the test vectors of RFC 9605, Appendix C. */
class SFrameTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] BASE_KEY = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] METADATA = HEX.parseHex("4945544620534672616d65205747");
    private static final byte[] PLAIN = HEX.parseHex("64726166742d696574662d736672616d652d656e63");
    private static final byte[] SEALED =
            HEX.parseHex("9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb");

    @Test
    void sealsAndOpensAsTheVectorHasIt() {
        SFrame sframe = new SFrame(0x123, BASE_KEY);
        assertThat(sframe.encrypt(PLAIN, METADATA, 0x4567)).isEqualTo(SEALED);
        assertThat(sframe.decrypt(SEALED, METADATA).orElseThrow()).isEqualTo(PLAIN);
    }

    @Test
    void whatWasTamperedWithIsNotOpened() {
        SFrame sframe = new SFrame(0x123, BASE_KEY);
        for (int i = 0; i < SEALED.length; i++) {
            byte[] other = SEALED.clone();
            other[i] ^= 1;
            assertThat(sframe.decrypt(other, METADATA)).isEmpty();
        }
        assertThat(sframe.decrypt(new byte[0], METADATA)).isEmpty();
        assertThat(sframe.decrypt(SEALED, new byte[0])).isEmpty();
        assertThat(new SFrame(0x124, BASE_KEY).decrypt(SEALED, METADATA)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0,00", "0,7,07", "0,8,0808", "7,0,70", "8,0,8008", "0,255,08ff", "0,256,090100", "255,65535,89ffffff"
    })
    void headersAreAsShortAsTheyCanBe(long keyId, long counter, String header) {
        assertThat(HEX.formatHex(SFrame.header(keyId, counter))).isEqualTo(header);
    }
}
