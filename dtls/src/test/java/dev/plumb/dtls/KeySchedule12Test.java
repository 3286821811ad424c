package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeySchedule12Test {
    @Test
    void prfGivesThePublishedVector() {
        byte[] secret = HexFormat.of().parseHex("9bbe436ba940f017b17652849a71db35");
        byte[] seed = HexFormat.of().parseHex("a0ba9f936cda311827a6f796ffd5198c");
        assertThat(HexFormat.of().formatHex(KeySchedule12.prf(HashAlgorithm.SHA_256, secret, "test label", seed, 100)))
                .isEqualTo("e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a"
                        + "6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab"
                        + "4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701"
                        + "87347b66");
    }

    @Test
    void wipesThePreMasterSecret() {
        byte[] preMaster = {1, 2, 3};
        KeySchedule12.plain(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, preMaster, new byte[32], new byte[32]);
        assertThat(preMaster).containsOnly(0);
    }
}
