package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
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
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against BouncyCastle in a thread of its own, on the system's clock, for it knows no other. */
@Timeout(60)
class BouncyCastleInteropTest {
    private static final int BOUND_MILLIS = 20_000;

    private final BlockingQueue<byte[]> toPeer = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> fromPeer = new LinkedBlockingQueue<>();
    private final PacketPool pool = new PacketPool();
    private final CompletableFuture<byte[]> peerKeys = new CompletableFuture<>();

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void connectsAsClient(SrtpProfile profile) throws Exception {
        runsAgainst(DtlsRole.CLIENT, profile, NamedGroup.X25519);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void connectsAsServer(SrtpProfile profile) throws Exception {
        runsAgainst(DtlsRole.SERVER, profile, NamedGroup.X25519);
    }

    @Test
    void connectsOnP256() throws Exception {
        runsAgainst(DtlsRole.CLIENT, SrtpProfile.AEAD_AES_128_GCM, NamedGroup.SECP256R1);
    }

    @Test
    void connectsAsServerOnP256() throws Exception {
        runsAgainst(DtlsRole.SERVER, SrtpProfile.AEAD_AES_128_GCM, NamedGroup.SECP256R1);
    }

    private void runsAgainst(DtlsRole role, SrtpProfile profile, NamedGroup group) throws Exception {
        DtlsConfig config = DtlsConfig.of(DtlsPair.CLIENT_CERTIFICATE)
                .withSrtpProfiles(List.of(profile))
                .withGroups(List.of(group));
        DtlsConnection ours = new DtlsConnection(
                config,
                owned -> {
                    toPeer.add(owned.toByteArray());
                    owned.release();
                },
                pool,
                Seeds.secureRandom(5));
        CompletableFuture<String> peer = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                peer.complete(role == DtlsRole.CLIENT ? serve(profile) : connect(profile));
            } catch (Throwable t) {
                peer.completeExceptionally(t);
            }
        });
        ours.start(role, List.of(DtlsPair.SERVER_CERTIFICATE.fingerprint("sha-256")), System.nanoTime());
        runUntilConnected(ours, peer);
        SrtpKeys keys = ours.srtpKeys().orElseThrow();
        SrtpKeys expected = SrtpKeys.split(profile, peerKeys.get(10, TimeUnit.SECONDS), role == DtlsRole.CLIENT);
        assertThat(keys.localKey()).isEqualTo(expected.localKey());
        assertThat(keys.localSalt()).isEqualTo(expected.localSalt());
        assertThat(keys.remoteKey()).isEqualTo(expected.remoteKey());
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        ours.sendApplicationData(pool.copyOf(hello), System.nanoTime());
        assertThat(peer.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        List<String> received = new ArrayList<>();
        while (received.isEmpty()) {
            byte[] datagram = fromPeer.poll(5, TimeUnit.SECONDS);
            assertThat(datagram).isNotNull();
            receive(ours, datagram);
            for (Packet p = ours.pollPacket(); p != null; p = ours.pollPacket()) {
                received.add(new String(p.toByteArray(), StandardCharsets.UTF_8));
                p.release();
            }
        }
        assertThat(received).containsExactly("hello back");
        ours.close(System.nanoTime());
        assertThat(pool.outstanding()).isZero();
        thread.join(BOUND_MILLIS);
    }

    private void runUntilConnected(DtlsConnection ours, CompletableFuture<String> peer) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS);
        while (!(ours.state() instanceof DtlsState.Connected) && System.nanoTime() < end) {
            byte[] datagram = fromPeer.poll(20, TimeUnit.MILLISECONDS);
            if (datagram != null) {
                receive(ours, datagram);
            }
            ours.timeout(System.nanoTime());
            if (peer.isCompletedExceptionally()) {
                peer.get();
            }
        }
        assertThat(ours.state()).isInstanceOf(DtlsState.Connected.class);
    }

    private void receive(DtlsConnection ours, byte[] datagram) {
        Packet packet = pool.copyOf(datagram);
        ours.receive(packet, System.nanoTime());
        packet.release();
    }

    private String serve(SrtpProfile profile) throws Exception {
        return echo(new DTLSServerProtocol().accept(new Server(crypto(), profile), new Queues()));
    }

    private String connect(SrtpProfile profile) throws Exception {
        return echo(new DTLSClientProtocol().connect(new Client(crypto(), profile), new Queues()));
    }

    private static String echo(DTLSTransport transport) throws IOException {
        byte[] buffer = new byte[2000];
        int count = -1;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS);
        while (count < 0 && System.nanoTime() < end) {
            count = transport.receive(buffer, 0, buffer.length, 200);
        }
        byte[] back = "hello back".getBytes(StandardCharsets.UTF_8);
        transport.send(back, 0, back.length);
        return new String(buffer, 0, Math.max(0, count), StandardCharsets.UTF_8);
    }

    private static JcaTlsCrypto crypto() {
        return new JcaTlsCryptoProvider().create(new SecureRandom());
    }

    private static TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        try {
            JcaTlsCrypto crypto = (JcaTlsCrypto) context.getCrypto();
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(DtlsPair.SERVER_CERTIFICATE.pkcs8()));
            TlsCertificate leaf = crypto.createCertificate(DtlsPair.SERVER_CERTIFICATE.derBytes());
            return new JcaDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    crypto,
                    key,
                    new Certificate(new TlsCertificate[] {leaf}),
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] exported(TlsContext context, SrtpProfile profile) {
        return context.exportKeyingMaterial(SrtpKeys.EXPORTER_LABEL, null, SrtpKeys.exportedBytes(profile));
    }

    private final class Queues implements DatagramTransport {
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
                byte[] datagram = toPeer.poll(waitMillis, TimeUnit.MILLISECONDS);
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
            fromPeer.add(java.util.Arrays.copyOfRange(buffer, off, off + len));
        }

        @Override
        public void close() {}
    }

    private final class Server extends DefaultTlsServer {
        private final SrtpProfile profile;

        Server(JcaTlsCrypto crypto, SrtpProfile profile) {
            super(crypto);
            this.profile = profile;
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
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
            return credentials(context);
        }

        @Override
        public org.bouncycastle.tls.CertificateRequest getCertificateRequest() {
            @SuppressWarnings("unchecked")
            Vector<SignatureAndHashAlgorithm> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return new org.bouncycastle.tls.CertificateRequest(
                    new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
        }

        @Override
        public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
            assertThat(clientCertificate.getCertificateAt(0).getEncoded())
                    .isEqualTo(DtlsPair.CLIENT_CERTIFICATE.derBytes());
        }

        @Override
        public Hashtable<Integer, byte[]> getServerExtensions() throws IOException {
            @SuppressWarnings("unchecked")
            Hashtable<Integer, byte[]> extensions = super.getServerExtensions();
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[] {profile.id()}, new byte[0]));
            return extensions;
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            peerKeys.complete(exported(context, profile));
        }
    }

    private final class Client extends DefaultTlsClient {
        private final SrtpProfile profile;

        Client(JcaTlsCrypto crypto, SrtpProfile profile) {
            super(crypto);
            this.profile = profile;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.only();
        }

        @Override
        public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
            @SuppressWarnings("unchecked")
            Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {profile.id(), 0x7777}, new byte[0]));
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    assertThat(certificate.getCertificate().getCertificateAt(0).getEncoded())
                            .isEqualTo(DtlsPair.CLIENT_CERTIFICATE.derBytes());
                }

                @Override
                public TlsCredentials getClientCredentials(org.bouncycastle.tls.CertificateRequest request)
                        throws IOException {
                    return credentials(context);
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            peerKeys.complete(exported(context, profile));
        }
    }
}
