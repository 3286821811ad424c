package dev.plumb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.dtls.DtlsCertificate;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.NamedGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * Handshakes of ours beside BouncyCastle's DTLS 1.2 with P-256, in one run and in turns, by the CPU time of both sides. BouncyCastle runs on
 * its own cryptography and, in another column, on the JDK's. A program, not a test: {@code bench/README.md} has the command.
 */
public final class BouncyCastleHandshakes {
    private static final int WARM_UP = Integer.getInteger("warmUp", 5_000);
    private static final int COUNT = Integer.getInteger("count", 5_000);
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DtlsCertificate certificate;
    private final boolean onJdk;

    private BouncyCastleHandshakes(boolean onJdk) {
        long nowMillis = System.currentTimeMillis();
        this.certificate = DtlsCertificate.generate(RANDOM, nowMillis - 86_400_000L, nowMillis + 86_400_000L);
        this.onJdk = onJdk;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        DtlsPairs pairs = new DtlsPairs();
        String[] names = {
            "bouncyCastle12P256",
            "bouncyCastle12P256OnJdk",
            "plumb12P256",
            "plumb12X25519",
            "plumb13X25519",
            "plumb13X25519Mlkem768"
        };
        BouncyCastleHandshakes own = new BouncyCastleHandshakes(false);
        BouncyCastleHandshakes jdk = new BouncyCastleHandshakes(true);
        Batch[] batches = {
            own::nanosOf,
            jdk::nanosOf,
            count -> ours(pairs, DtlsVersion.DTLS_1_2, NamedGroup.SECP256R1, count),
            count -> ours(pairs, DtlsVersion.DTLS_1_2, NamedGroup.X25519, count),
            count -> ours(pairs, DtlsVersion.DTLS_1_3, NamedGroup.X25519, count),
            count -> ours(pairs, DtlsVersion.DTLS_1_3, NamedGroup.X25519MLKEM768, count)
        };
        double[] cpuSeconds = new double[names.length];
        for (Batch batch : batches) {
            batch.nanosOf(WARM_UP);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < batches.length; i++) {
                cpuSeconds[i] += batches[i].nanosOf(COUNT / ROUNDS) / 1e9;
            }
        }
        ObjectNode result = new ObjectMapper().createObjectNode().put("bench", "handshake-comparison");
        int counted = COUNT / ROUNDS * ROUNDS;
        for (int i = 0; i < names.length; i++) {
            result.put(names[i] + "HandshakesPerSecond", Math.round(counted / cpuSeconds[i]));
        }
        double best = Math.min(cpuSeconds[0], cpuSeconds[1]);
        for (int i = 2; i < names.length; i++) {
            result.put(names[i] + "TimesBouncyCastleOwn", Math.round(100 * cpuSeconds[0] / cpuSeconds[i]) / 100.0);
            result.put(names[i] + "TimesBouncyCastleOnJdk", Math.round(100 * cpuSeconds[1] / cpuSeconds[i]) / 100.0);
            result.put(names[i] + "TimesBetterBouncyCastle", Math.round(100 * best / cpuSeconds[i]) / 100.0);
        }
        System.out.println(result);
    }

    @FunctionalInterface
    private interface Batch {
        long nanosOf(int count) throws Exception;
    }

    private static long ours(DtlsPairs pairs, DtlsVersion version, NamedGroup group, int count) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            var pair = pairs.connected(version, group);
            pair.a.close(pair.nowNanos);
            pair.b.close(pair.nowNanos);
        }
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    /** Both sides in turn on threads of their own; their CPU time. */
    private long nanosOf(int count) throws Exception {
        BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
        long[] nanos = new long[2];
        Throwable[] failed = new Throwable[1];
        Thread server = Thread.ofPlatform().start(() -> {
            long before = THREADS.getCurrentThreadCpuTime();
            try {
                TlsCrypto crypto = crypto();
                for (int i = 0; i < count; i++) {
                    new DTLSServerProtocol().accept(new Server(crypto), new Link(toServer, toClient));
                }
            } catch (Exception e) {
                failed[0] = e;
            }
            nanos[0] = THREADS.getCurrentThreadCpuTime() - before;
        });
        Thread client = Thread.ofPlatform().start(() -> {
            long before = THREADS.getCurrentThreadCpuTime();
            try {
                TlsCrypto crypto = crypto();
                for (int i = 0; i < count; i++) {
                    new DTLSClientProtocol().connect(new Client(crypto), new Link(toClient, toServer));
                }
            } catch (Exception e) {
                failed[0] = e;
            }
            nanos[1] = THREADS.getCurrentThreadCpuTime() - before;
        });
        server.join();
        client.join();
        if (failed[0] != null) {
            throw new IllegalStateException("BouncyCastle fails", failed[0]);
        }
        return nanos[0] + nanos[1];
    }

    private TlsCrypto crypto() {
        return onJdk ? new JcaTlsCryptoProvider().create(RANDOM) : new BcTlsCrypto(RANDOM);
    }

    private TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        TlsCrypto crypto = context.getCrypto();
        TlsCertificate leaf = crypto.createCertificate(certificate.derBytes());
        Certificate chain = new Certificate(new TlsCertificate[] {leaf});
        SignatureAndHashAlgorithm algorithm =
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        TlsCryptoParameters parameters = new TlsCryptoParameters(context);
        if (crypto instanceof BcTlsCrypto own) {
            return new BcDefaultTlsCredentialedSigner(
                    parameters, own, PrivateKeyFactory.createKey(certificate.pkcs8()), chain, algorithm);
        }
        try {
            return new JcaDefaultTlsCredentialedSigner(
                    parameters,
                    (JcaTlsCrypto) crypto,
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(certificate.pkcs8())),
                    chain,
                    algorithm);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private record Link(BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return 1500;
        }

        @Override
        public int getSendLimit() {
            return 1200;
        }

        @Override
        public int receive(byte[] buffer, int off, int len, int waitMillis) throws IOException {
            try {
                byte[] datagram = in.poll(waitMillis, TimeUnit.MILLISECONDS);
                if (datagram == null) {
                    return -1;
                }
                System.arraycopy(datagram, 0, buffer, off, datagram.length);
                return datagram.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void send(byte[] buffer, int off, int len) {
            out.add(Arrays.copyOfRange(buffer, off, off + len));
        }

        @Override
        public void close() {}
    }

    private final class Server extends DefaultTlsServer {
        Server(TlsCrypto crypto) {
            super(crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        public int[] getSupportedGroups() {
            return new int[] {org.bouncycastle.tls.NamedGroup.secp256r1};
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
            return credentials(context);
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            @SuppressWarnings("unchecked")
            Vector<SignatureAndHashAlgorithm> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
        }

        @Override
        public void notifyClientCertificate(Certificate clientCertificate) {}
    }

    private final class Client extends DefaultTlsClient {
        Client(TlsCrypto crypto) {
            super(crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        @SuppressWarnings({"JdkObsolete", "rawtypes"}) // as BouncyCastle has it
        protected Vector<Integer> getSupportedGroups(Vector namedGroupRoles) {
            Vector<Integer> groups = new Vector<>();
            groups.add(org.bouncycastle.tls.NamedGroup.secp256r1);
            return groups;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate server) {}

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return credentials(context);
                }
            };
        }
    }
}
