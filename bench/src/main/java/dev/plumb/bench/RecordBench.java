package dev.plumb.bench;

import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.DtlsEvent;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One record from connection to connection beside the JDK's AES-GCM alone: encrypted and decrypted once each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RecordBench {
    private static final int AAD_BYTES = 13;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    @Param({"160", "1200"})
    int contentBytes;

    private final EnginePair<DtlsConnection, DtlsEvent> version12 =
            new DtlsPairs().connected(DtlsVersion.DTLS_1_2, NamedGroup.X25519);
    private final EnginePair<DtlsConnection, DtlsEvent> version13 =
            new DtlsPairs().connected(DtlsVersion.DTLS_1_3, NamedGroup.X25519);
    private final byte[] content = new byte[2000];
    private final byte[] sealed = new byte[2000];
    private final byte[] opened = new byte[2000];
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] aad = new byte[AAD_BYTES];
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final Cipher sealer = cipher();
    private final Cipher opener = cipher();
    private int count;

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private long through(EnginePair<DtlsConnection, DtlsEvent> pair) {
        pair.a.sendApplicationData(pair.pool.take().set(content, 0, contentBytes), pair.nowNanos);
        pair.settle();
        return pair.nowNanos;
    }

    @Benchmark
    public long dtls12() {
        return through(version12);
    }

    @Benchmark
    public long dtls13() {
        return through(version13);
    }

    @Benchmark
    public int aesGcmAlone() throws GeneralSecurityException {
        count++;
        nonce[0] = (byte) (count >>> 24);
        nonce[1] = (byte) (count >>> 16);
        nonce[2] = (byte) (count >>> 8);
        nonce[3] = (byte) count;
        sealer.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        sealer.updateAAD(aad);
        int bytes = sealer.doFinal(content, 0, contentBytes, sealed, 0);
        opener.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        opener.updateAAD(aad);
        return opener.doFinal(sealed, 0, bytes, opened, 0);
    }
}
