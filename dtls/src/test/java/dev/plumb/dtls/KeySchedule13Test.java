package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.record.Aead;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.RecordProtection13;
import dev.plumb.dtls.record.SequenceMask;
import dev.plumb.dtls.record.UnifiedHeader;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published trace of a TLS 1.3 handshake, whose labels alone differ; and records, beside the RFCs' formulas by the JDK's ciphers. */
class KeySchedule13Test {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** RFC 8448, section 3. */
    @Test
    void secretsAreThoseOfThePublishedTrace() {
        Hkdf hkdf = new Hkdf(HashAlgorithm.SHA_256, "tls13 ");
        KeySchedule13 keys = new KeySchedule13(hkdf);
        byte[] shared = hex("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
        keys.handshake(shared, hex("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8"));
        assertThat(shared).containsOnly(0);
        assertThat(keys.handshakeTraffic(DtlsRole.CLIENT))
                .isEqualTo(hex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"));
        assertThat(keys.handshakeTraffic(DtlsRole.SERVER))
                .isEqualTo(hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"));
        byte[] server = keys.handshakeTraffic(DtlsRole.SERVER);
        assertThat(hkdf.expandLabel(server, "key", new byte[0], 16)).isEqualTo(hex("3fce516009c21727d0f2e4e86ee403bc"));
        assertThat(hkdf.expandLabel(server, "iv", new byte[0], 12)).isEqualTo(hex("5d313eb2671276ee13000b30"));
        keys.application(hex("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13"));
        assertThat(keys.traffic(DtlsRole.CLIENT))
                .isEqualTo(hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"));
        assertThat(keys.traffic(DtlsRole.SERVER))
                .isEqualTo(hex("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"));
        byte[] before = keys.traffic(DtlsRole.CLIENT);
        keys.update(DtlsRole.CLIENT);
        assertThat(before).containsOnly(0);
        keys.wipe();
        assertThat(keys.traffic(DtlsRole.SERVER)).containsOnly(0);
    }

    /** RFC 5869, A.1: the functions under the labels. */
    @Test
    void extractAndExpandGiveThePublishedVector() {
        Hkdf hkdf = new Hkdf(HashAlgorithm.SHA_256, Hkdf.DTLS13);
        byte[] input = new byte[22];
        Arrays.fill(input, (byte) 0x0b);
        byte[] prk = hkdf.extract(hex("000102030405060708090a0b0c"), input);
        assertThat(prk).isEqualTo(hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
        assertThat(hkdf.expand(prk, hex("f0f1f2f3f4f5f6f7f8f9"), 42))
                .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    }

    /** The first bytes of AES-ECB over the first ciphertext bytes: FIPS 197's example; ChaCha20's: RFC 8439, A.1, vector 1. */
    @Test
    void masksAreThePublishedBlocks() {
        byte[] sample = hex("00112233445566778899aabbccddeeff");
        assertThat(new SequenceMask(Aead.AES_128_GCM, hex("000102030405060708090a0b0c0d0e0f")).mask16(sample, 0))
                .isEqualTo(0x69c4);
        assertThat(new SequenceMask(
                                Aead.AES_256_GCM,
                                hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                        .mask16(sample, 0))
                .isEqualTo(0x8ea2);
        assertThat(new SequenceMask(Aead.CHACHA20_POLY1305, new byte[32]).mask16(new byte[16], 0))
                .isEqualTo(0x76b8);
    }

    @ParameterizedTest
    @EnumSource(Aead.class)
    void recordsComeBackWithEveryFormOfHeader(Aead aead) {
        for (long sequence : new long[] {0, 1, 254, 255, 256, 65_535, 65_536, RecordHeader.MAX_SEQUENCE}) {
            RecordProtection13 sealer =
                    new RecordProtection13(aead, 3, new byte[aead.keyBytes()], new byte[12], new byte[aead.keyBytes()]);
            RecordProtection13 opener =
                    new RecordProtection13(aead, 3, new byte[aead.keyBytes()], new byte[12], new byte[aead.keyBytes()]);
            byte[] record = new byte[5 + 10 + 17];
            Arrays.fill(record, 5, 15, (byte) 7);
            sealer.seal(record, 0, ContentType.APPLICATION_DATA, sequence, 10);
            assertThat(record[0]).isEqualTo((byte) 0x2f);
            UnifiedHeader header = UnifiedHeader.parse(Packet.copyOf(record), 0);
            for (long due : new long[] {sequence, Math.max(0, sequence - 100), sequence + 100}) {
                assertThat(opener.sequence(record, 0, header, due)).isEqualTo(sequence);
            }
            byte[] out = new byte[40];
            assertThat(opener.open(record, 0, header, sequence, out, 0)).isEqualTo(11);
            assertThat(out[9]).isEqualTo((byte) 7);
            assertThat(out[10]).isEqualTo((byte) ContentType.APPLICATION_DATA);
            assertThat(opener.open(record, 0, header, sequence ^ 1, out, 0)).isEqualTo(-1);
        }
    }

    @Test
    void theNearestSequenceNumberIsMeant() {
        UnifiedHeader eight = new UnifiedHeader(3, 1, true, 20);
        assertThat(eight.sequence(0x02, 0x1fe)).isEqualTo(0x202);
        assertThat(eight.sequence(0xfe, 0x202)).isEqualTo(0x1fe);
        assertThat(eight.sequence(0xfe, 0x02)).isEqualTo(0xfe);
        UnifiedHeader sixteen = new UnifiedHeader(3, 2, true, 20);
        assertThat(sixteen.sequence(0xffff, 0x1_0000)).isEqualTo(0xffff);
        assertThat(sixteen.sequence(0x0001, 0x1_fff0)).isEqualTo(0x2_0001);
    }

    @Test
    void headersThatAreShortOrHaveConnectionIdsAreMalformed() {
        byte[] bytes = new byte[60];
        bytes[0] = 0x3f; // with a connection id
        assertThat(UnifiedHeader.parse(Packet.copyOf(bytes), 0)).isNull();
        bytes[0] = 0x2b; // no length: to the end
        assertThat(UnifiedHeader.parse(Packet.copyOf(bytes), 0)).isEqualTo(new UnifiedHeader(3, 2, false, 57));
        bytes[0] = 0x22;
        assertThat(UnifiedHeader.parse(Packet.copyOf(bytes), 0)).isEqualTo(new UnifiedHeader(2, 1, false, 58));
        bytes[0] = 0x2f;
        bytes[4] = 15; // too short for a mask
        assertThat(UnifiedHeader.parse(Packet.copyOf(bytes), 0)).isNull();
        bytes[4] = 56; // longer than the datagram
        assertThat(UnifiedHeader.parse(Packet.copyOf(bytes), 0)).isNull();
        assertThat(UnifiedHeader.parse(Packet.copyOf(new byte[] {0x2f, 0, 0}), 0))
                .isNull();
    }
}
