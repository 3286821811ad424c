package dev.plumb.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Test vectors.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#appendix-B RFC 3711 B, Test Vectors
 * @spec https://www.rfc-editor.org/rfc/rfc7714#section-16 RFC 7714 16 and 17, Test Vectors
 */
class SrtpVectorsTest {
    private static final byte[] MASTER_KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] MASTER_SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
    private static final byte[] GCM_SALT = hex("517569642070726f2071756f");
    private static final byte[] KEY_128 = hex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] KEY_256 = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final String RTP =
            "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private static final String RTCP =
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private static final long RTCP_INDEX = 0x5d4;

    private static byte[] hex(String s) {
        return HexFormat.of().parseHex(s);
    }

    private static Packet packet(String s) {
        return Packet.copyOf(hex(s));
    }

    private static String hex(Packet p) {
        return HexFormat.of().formatHex(p.toByteArray());
    }

    @Test
    void derivesSessionKeys() {
        assertThat(KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_ENCRYPTION, 16))
                .isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_SALT, 14))
                .isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(KeyDerivation.derive(MASTER_KEY, MASTER_SALT, KeyDerivation.RTP_AUTHENTICATION, 20))
                .isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void makesTheKeyStream() {
        CounterModeCipher cipher = new CounterModeCipher(
                hex("2B7E151628AED2A6ABF7158809CF4F3C"), hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"), new byte[20]);
        assertThat(cipher.keyStreamOf(0, 0, 48))
                .isEqualTo(
                        hex(
                                "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0"));
    }

    @Test
    void protectsInCounterMode() {
        Packet p = packet("800f1234decafbadcafebabe" + "ab".repeat(16));
        new SrtpSender(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT).protect(p);
        assertThat(hex(p)).isEqualTo("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        assertThat(new SrtpReceiver(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT).unprotect(p))
                .isTrue();
        assertThat(hex(p)).isEqualTo("800f1234decafbadcafebabe" + "ab".repeat(16));
    }

    @Test
    void protectsRtcpInCounterMode() {
        Packet p = packet("81c8000bcafebabe" + "ab".repeat(16));
        new SrtpSender(SrtpProfile.AES_CM_128_HMAC_SHA1_80, MASTER_KEY, MASTER_SALT).protectRtcp(p);
        assertThat(hex(p)).isEqualTo("81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798");
    }

    @Test
    void protectsWithGcm() {
        checkRtp(
                KEY_128,
                "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                        + "899d7f27beb16a9152cf765ee4390cce");
        checkRtp(
                KEY_256,
                "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                        + "7aa3db36dfffd6b0f9bb7878d7a76c13");
    }

    private static void checkRtp(byte[] key, String expected) {
        GcmCipher cipher = new GcmCipher(key, GCM_SALT);
        Packet p = packet(RTP);
        cipher.protectRtp(p, 12, 0x5501a0b2L, 0xf17b);
        assertThat(hex(p)).isEqualTo(expected);
        assertThat(cipher.unprotectRtp(p, 12, 0x5501a0b2L, 0xf17b)).isTrue();
        assertThat(hex(p)).isEqualTo(RTP);
    }

    @Test
    void protectsRtcpWithGcm() {
        checkRtcp(
                KEY_128,
                "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
                        + "c84aa45896cf4d2fc5abf87245d9eade800005d4");
        checkRtcp(
                KEY_256,
                "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
                        + "1d1eb30c4446839f57ff6f6cb26ac3be800005d4");
    }

    private static void checkRtcp(byte[] key, String expected) {
        GcmCipher cipher = new GcmCipher(key, GCM_SALT);
        Packet p = packet(RTCP);
        cipher.protectRtcp(p, 0x4d617273L, RTCP_INDEX);
        assertThat(hex(p)).isEqualTo(expected);
        assertThat(cipher.rtcpIndex(p)).isEqualTo(RTCP_INDEX);
        assertThat(cipher.unprotectRtcp(p, 0x4d617273L)).isTrue();
        assertThat(hex(p)).isEqualTo(RTCP);
    }

    @Test
    void readsRtcpThatIsOnlyAuthenticated() {
        Packet p = packet(RTCP + "841dd9683dd78ec92ae58790125f62b3000005d4");
        assertThat(new GcmCipher(KEY_128, GCM_SALT).unprotectRtcp(p, 0x4d617273L))
                .isTrue();
        assertThat(hex(p)).isEqualTo(RTCP);
    }
}
