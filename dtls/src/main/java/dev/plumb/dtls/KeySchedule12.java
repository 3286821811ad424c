package dev.plumb.dtls;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.record.Aead;
import dev.plumb.dtls.record.RecordProtection12;
import dev.plumb.dtls.suite.CipherSuite;
import dev.plumb.dtls.suite.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a DTLS 1.2 connection: the master secret and what is derived from it, with the cipher suite's hash.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-5 RFC 5246 5, HMAC and the Pseudorandom Function
 * @spec https://www.rfc-editor.org/rfc/rfc7627#section-4 RFC 7627 4, The Extended Master Secret
 * @spec https://www.rfc-editor.org/rfc/rfc5705#section-4 RFC 5705 4, Exporter Definition
 */
final class KeySchedule12 {
    static final int MASTER_BYTES = 48;

    private final CipherSuite suite;
    private final byte[] master;
    private final byte[] clientRandom;
    private final byte[] serverRandom;

    private KeySchedule12(CipherSuite suite, byte[] master, byte[] clientRandom, byte[] serverRandom) {
        this.suite = suite;
        this.master = master;
        this.clientRandom = clientRandom;
        this.serverRandom = serverRandom;
    }

    /** Returns the master secret of RFC 5246, and wipes {@code preMaster}. */
    static KeySchedule12 plain(CipherSuite suite, byte[] preMaster, byte[] clientRandom, byte[] serverRandom) {
        byte[] master = prf(suite.hash(), preMaster, "master secret", concat(clientRandom, serverRandom), MASTER_BYTES);
        Arrays.fill(preMaster, (byte) 0);
        return new KeySchedule12(suite, master, clientRandom, serverRandom);
    }

    /** Returns the extended master secret, bound to the handshake's messages, and wipes {@code preMaster}. */
    static KeySchedule12 extended(
            CipherSuite suite, byte[] preMaster, byte[] sessionHash, byte[] clientRandom, byte[] serverRandom) {
        byte[] master = prf(suite.hash(), preMaster, "extended master secret", sessionHash, MASTER_BYTES);
        Arrays.fill(preMaster, (byte) 0);
        return new KeySchedule12(suite, master, clientRandom, serverRandom);
    }

    /** Returns P_hash of a secret over a label and a seed. */
    static byte[] prf(HashAlgorithm hash, byte[] secret, String label, byte[] seed, int length) {
        Mac mac = hash.mac(secret);
        byte[] labelAndSeed = concat(label.getBytes(StandardCharsets.US_ASCII), seed);
        byte[] out = new byte[length];
        byte[] a = labelAndSeed;
        for (int done = 0; done < length; done += hash.bytes()) {
            a = mac.doFinal(a);
            mac.update(a);
            byte[] block = mac.doFinal(labelAndSeed);
            System.arraycopy(block, 0, out, done, Math.min(block.length, length - done));
            Arrays.fill(block, (byte) 0);
        }
        return out;
    }

    /** Returns the protection of the records that one side sends. */
    RecordProtection12 protection(DtlsRole sender) {
        Aead aead = Aead.of(suite);
        int key = aead.keyBytes();
        int iv = RecordProtection12.ivBytes(aead);
        byte[] block = prf(suite.hash(), master, "key expansion", concat(serverRandom, clientRandom), 2 * (key + iv));
        int index = sender == DtlsRole.CLIENT ? 0 : 1;
        int ivAt = 2 * key + index * iv;
        RecordProtection12 protection = new RecordProtection12(
                aead,
                Arrays.copyOfRange(block, index * key, (index + 1) * key),
                Arrays.copyOfRange(block, ivAt, ivAt + iv));
        Arrays.fill(block, (byte) 0);
        return protection;
    }

    /** Returns the verify data of one side's Finished, from the hash of all messages before it. */
    byte[] verifyData(DtlsRole sender, byte[] transcriptHash) {
        String label = sender == DtlsRole.CLIENT ? "client finished" : "server finished";
        return prf(suite.hash(), master, label, transcriptHash, Finished.VERIFY_DATA_BYTES_12);
    }

    /** Returns exported keying material. A null context is not the same as an empty one. */
    byte[] export(String label, byte @Nullable [] context, int length) {
        byte[] seed = concat(clientRandom, serverRandom);
        if (context != null) {
            byte[] count = new byte[2];
            BigEndian.put16(count, 0, context.length);
            seed = concat(seed, count, context);
        }
        return prf(suite.hash(), master, label, seed, length);
    }

    void wipe() {
        Arrays.fill(master, (byte) 0);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
