package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.Certificate13;
import dev.plumb.dtls.message.CertificateRequest13;
import dev.plumb.dtls.message.CertificateVerify;
import dev.plumb.dtls.message.ClientHello;
import dev.plumb.dtls.message.EncryptedExtensions;
import dev.plumb.dtls.message.ExtensionType;
import dev.plumb.dtls.message.Extensions;
import dev.plumb.dtls.message.Finished;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeMessage;
import dev.plumb.dtls.message.HandshakeReassembler;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.KeyShare;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.message.ServerHello;
import dev.plumb.dtls.message.UseSrtp;
import dev.plumb.dtls.record.Aead;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.DtlsRecordReader;
import dev.plumb.dtls.record.DtlsRecordWriter;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.Tally;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.dtls.suite.HashAlgorithm;
import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.dtls.suite.SignatureScheme;
import dev.plumb.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A peer of DTLS 1.3 that is a script: messages by epoch, made one after the other, for each depends on those before.
 * It has the keys, so that even what is encrypted can be wrong; left as it is, it connects.
 */
final class ScriptedPeer13 {
    private static final long NOW = 1_000_000_000L;

    final DtlsRole role;
    final List<byte[]> fromUs = new ArrayList<>();
    final PacketPool pool = new PacketPool();
    final DtlsConnection engine;
    final Transcript13 transcript = new Transcript13(HashAlgorithm.SHA_256);
    final KeySchedule13 keys = KeySchedule13.of(HashAlgorithm.SHA_256);
    final EphemeralKeys ephemeral = new EphemeralKeys(Seeds.secureRandom(9));
    final DtlsRecordReader reader = new DtlsRecordReader(pool, new Tally());
    final HandshakeReassembler reassembler = new HandshakeReassembler();
    final List<RawHandshake> heard = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    final List<Ack> acks = new ArrayList<>();
    final DtlsRecordWriter writer = new DtlsRecordWriter(this::deliver, new Tally());
    UnaryOperator<RawHandshake> change = m -> m;
    int nextSeq;

    /** A peer of {@code role} for an engine of ours of the other. */
    ScriptedPeer13(DtlsRole role) {
        this.role = role;
        DtlsConfig config = DtlsConfig.of(ours())
                .withVersions(DtlsVersion.DTLS_1_3, DtlsVersion.DTLS_1_2)
                .withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1));
        engine = new DtlsConnection(
                config,
                owned -> {
                    fromUs.add(owned.toByteArray());
                    owned.release();
                },
                pool,
                Seeds.secureRandom(4));
    }

    DtlsCertificate ours() {
        return role == DtlsRole.SERVER ? DtlsPair.CLIENT_CERTIFICATE : DtlsPair.SERVER_CERTIFICATE;
    }

    DtlsCertificate theirs() {
        return role == DtlsRole.SERVER ? DtlsPair.SERVER_CERTIFICATE : DtlsPair.CLIENT_CERTIFICATE;
    }

    void start() {
        engine.start(role.other(), List.of(theirs().fingerprint("sha-256")), NOW);
        hear();
    }

    private void deliver(Packet owned) {
        engine.receive(owned, NOW);
        owned.release();
        hear();
    }

    /** Takes in what the engine has sent. */
    void hear() {
        List<byte[]> now = List.copyOf(fromUs);
        fromUs.clear();
        for (byte[] datagram : now) {
            reader.read(Packet.copyOf(datagram), this::record);
        }
        reader.readHeld(this::record);
    }

    private void record(int type, long epoch, long sequence, Packet content) {
        if (type == ContentType.HANDSHAKE) {
            for (int at = 0; at < content.length(); ) {
                HandshakeFragment f = HandshakeFragment.parse(content, at);
                reassembler.add(f, content, at);
                at += HandshakeFragment.HEADER_BYTES + f.fragmentLength();
            }
            for (RawHandshake m = reassembler.poll(); m != null; m = reassembler.poll()) {
                heard.add(m);
            }
        } else if (type == ContentType.ALERT) {
            alerts.add(Alert.parse(content));
        } else if (type == ContentType.ACK) {
            acks.add(Ack.parse(content));
        }
        content.release();
    }

    /** Says a message, changed as the case wants; what is left out has no type. */
    void say(long epoch, HandshakeMessage message) {
        RawHandshake raw = change.apply(new RawHandshake(message.type(), nextSeq, message.toBytes()));
        if (raw.type() >= 0) {
            nextSeq++;
            transcript.add(raw);
            raw(epoch, ContentType.HANDSHAKE, raw.toBytes());
        }
    }

    void raw(long epoch, int contentType, byte[] content) {
        Packet packet = pool.take();
        writer.append(packet, contentType, epoch, content);
        deliver(packet);
    }

    byte[] signed(DtlsRole signer) {
        String text = " ".repeat(64) + "TLS 1.3, " + (signer == DtlsRole.CLIENT ? "client" : "server")
                + " CertificateVerify\0";
        byte[] head = text.getBytes(StandardCharsets.US_ASCII);
        byte[] hash = transcript.hash();
        byte[] out = Arrays.copyOf(head, head.length + hash.length);
        System.arraycopy(hash, 0, out, head.length, hash.length);
        return out;
    }

    void encrypt(byte[] secret) {
        keys.handshake(secret, transcript.hash());
        writer.install(2, keys.handshakeProtection(Aead.AES_128_GCM, role));
        reader.install(2, keys.handshakeProtection(Aead.AES_128_GCM, role.other()));
    }

    void applicationKeys() {
        writer.install(3, keys.applicationProtection(Aead.AES_128_GCM, role, 3));
        reader.install(3, keys.applicationProtection(Aead.AES_128_GCM, role.other(), 3));
        hear();
    }

    void proveAndFinish() {
        say(2, Certificate13.of(new byte[0], theirs().derBytes()));
        SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;
        byte[] signature = theirs().sign(scheme, signed(role), Seeds.secureRandom(1));
        say(2, new CertificateVerify(scheme.id(), signature));
        say(2, new Finished(keys.verifyData(role, transcript.hash())));
    }

    /** The server's part. */
    void serve() {
        start();
        ClientHello hello = ClientHello.parse(heard.getFirst().body());
        transcript.add(heard.getFirst());
        KeyShare share = KeyShare.parseList(hello.extensions().get(ExtensionType.KEY_SHARE))
                .getFirst();
        Agreed agreed = ephemeral.answer(NamedGroup.X25519, share.key());
        Extensions extensions = new Extensions()
                .withSelectedVersion(DtlsVersion.DTLS_1_3)
                .with(ExtensionType.KEY_SHARE, new KeyShare(NamedGroup.X25519.id(), agreed.publicBytes()).toBytes());
        say(0, new ServerHello(RecordHeader.DTLS_1_2, new byte[32], new byte[0], 0x1301, 0, extensions));
        encrypt(agreed.secret());
        say(2, new EncryptedExtensions(new Extensions().withSrtp(new UseSrtp(List.of(7)))));
        say(
                2,
                new CertificateRequest13(
                        new byte[0], new Extensions().withList16(ExtensionType.SIGNATURE_ALGORITHMS, List.of(0x0403))));
        proveAndFinish();
        keys.application(transcript.hash());
        applicationKeys();
    }

    /** The client's part. */
    void call() {
        start();
        KeyExchange share = ephemeral.generate(NamedGroup.X25519);
        Extensions extensions = new Extensions()
                .withSupportedVersions(List.of(DtlsVersion.DTLS_1_3))
                .withList16(ExtensionType.SUPPORTED_GROUPS, List.of(29, 23))
                .withList16(ExtensionType.SIGNATURE_ALGORITHMS, List.of(0x0403))
                .with(
                        ExtensionType.KEY_SHARE,
                        KeyShare.toBytes(List.of(new KeyShare(share.group().id(), share.publicBytes()))));
        say(
                0,
                new ClientHello(
                        RecordHeader.DTLS_1_2,
                        new byte[32],
                        new byte[0],
                        new byte[0],
                        List.of(0x1301),
                        new byte[1],
                        extensions));
        if (heard.isEmpty() || heard.getFirst().type() != HandshakeType.SERVER_HELLO) {
            return;
        }
        ServerHello answer = ServerHello.parse(heard.getFirst().body());
        transcript.add(heard.getFirst());
        if (answer.isRetryRequest()) {
            return;
        }
        KeyShare theirs =
                KeyShare.parse(answer.extensions().get(ExtensionType.KEY_SHARE)).orElseThrow();
        encrypt(share.agree(theirs.key()));
        hear();
        heard.subList(1, heard.size()).forEach(transcript::add);
        keys.application(transcript.hash());
        applicationKeys();
        proveAndFinish();
        hear();
    }

    void run() {
        if (role == DtlsRole.SERVER) {
            serve();
        } else {
            call();
        }
    }

    /** Lets the time pass in which the engine waits for a genuine message, because an unencrypted one may be forged. */
    void waitOutDoubts() {
        engine.timeout(NOW + 10_000_000_000L);
    }

    boolean isConnected() {
        return engine.state() instanceof DtlsState.Connected;
    }

    /** What the engine has said of its end, encrypted or not. */
    List<String> alertsSent() {
        List<String> sent = new ArrayList<>();
        for (DtlsEvent e = engine.pollEvent(); e != null; e = engine.pollEvent()) {
            if (e instanceof DtlsEvent.AlertSent alert) {
                sent.add(alert.alert().toString());
            }
        }
        return sent;
    }

    /** One that has connected. */
    static ScriptedPeer13 connected(DtlsRole role) {
        ScriptedPeer13 script = new ScriptedPeer13(role);
        script.run();
        assertThat(script.isConnected()).as("%s", script.engine.state()).isTrue();
        return script;
    }

    /** The body of EncryptedExtensions. */
    static byte[] encrypted(int type, byte... content) {
        return new EncryptedExtensions(new Extensions().with(type, content)).toBytes();
    }
}
