package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.CertificateRequest;
import dev.plumb.dtls.message.HandshakeFragment;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.HelloVerifyRequest;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordHeader;
import dev.plumb.dtls.record.UnifiedHeader;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.AlertDescription;
import dev.plumb.dtls.suite.DtlsVersion;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that an attacker who can inject datagrams, but cannot suppress those of the peers, does not end a handshake
 * with messages that no peer would send.
 */
class ForgedCleartextTest {
    /**
     * The message types of forgeries. A well-formed forgery of the expected type cannot be told from the genuine
     * message.
     */
    private static final int[] TYPES = {0, 1, 2, 3, 4, 8, 11, 12, 13, 14, 15, 16, 20, 24, 99, 254};

    private static byte[] record(int contentType, long sequence, byte[] content) {
        byte[] out = new byte[RecordHeader.BYTES + content.length];
        new RecordHeader(contentType, 0, sequence, content.length).write(out, 0);
        System.arraycopy(content, 0, out, RecordHeader.BYTES, content.length);
        return out;
    }

    private static byte[] part(int type, int length, int seq, int from, byte[] bytes) {
        byte[] out = new byte[HandshakeFragment.HEADER_BYTES + bytes.length];
        new HandshakeFragment(type, length, seq, from, bytes.length).write(out, 0);
        System.arraycopy(bytes, 0, out, HandshakeFragment.HEADER_BYTES, bytes.length);
        return record(ContentType.HANDSHAKE, 7, out);
    }

    /** A part of an unencrypted message in a genuine datagram. */
    private record True(HandshakeFragment fragment, byte[] bytes) {}

    private static List<True> messages(byte[] datagram) {
        List<True> out = new ArrayList<>();
        Packet packet = Packet.copyOf(datagram);
        for (int at = 0; at < packet.length(); ) {
            RecordHeader header = UnifiedHeader.begins(packet.u8(at)) ? null : RecordHeader.parse(packet, at);
            if (header == null) {
                return out;
            }
            if (header.epoch() == 0 && header.contentType() == ContentType.HANDSHAKE) {
                HandshakeFragment f = HandshakeFragment.parse(packet, at + RecordHeader.BYTES);
                int from = at + RecordHeader.BYTES + HandshakeFragment.HEADER_BYTES;
                out.add(new True(f, Arrays.copyOfRange(datagram, from, from + f.fragmentLength())));
            }
            at += RecordHeader.BYTES + header.length();
        }
        return out;
    }

    private static byte[] alert(Random random) {
        AlertDescription[] all = AlertDescription.values();
        byte[] content = Alert.fatal(all[random.nextInt(all.length)]).toBytes();
        if (random.nextInt(4) == 0) {
            content = new byte[] {(byte) random.nextInt(), (byte) random.nextInt()};
        } else if (random.nextBoolean()) {
            content[0] = 1;
        }
        return record(ContentType.ALERT, random.nextInt(50), content);
    }

    /** Returns a forged datagram modelled on a genuine one. */
    private static byte[] forged(byte[] datagram, Random random) {
        List<True> messages = messages(datagram);
        True like = messages.isEmpty() ? null : messages.get(random.nextInt(messages.size()));
        if (like == null || random.nextInt(4) == 0) {
            return alert(random);
        }
        HandshakeFragment f = like.fragment;
        byte[] junk = new byte[random.nextInt(60)];
        random.nextBytes(junk);
        Arrays.fill(junk, 0, junk.length / 2, (byte) 0xff);
        int type = TYPES[random.nextInt(TYPES.length)];
        int length = random.nextInt(1, 16_385);
        return switch (random.nextInt(6)) {
            // truncated
            case 0 -> {
                int count = random.nextInt(Math.max(1, like.bytes.length - 1));
                yield part(f.type(), count, f.messageSeq(), 0, Arrays.copyOf(like.bytes, count));
            }
            // with a byte too many
            case 1 ->
                part(
                        f.type(),
                        like.bytes.length + 1,
                        f.messageSeq(),
                        0,
                        Arrays.copyOf(like.bytes, like.bytes.length + 1));
            // another message, which makes no sense
            case 2 -> part(type, junk.length, f.messageSeq(), 0, junk);
            // a fragment with a contradictory message length
            case 3 -> part(f.type(), Math.max(length, junk.length), f.messageSeq(), 0, junk);
            // a fragment that contradicts the genuine content
            case 4 -> {
                if (f.fragmentOffset() > 0) {
                    yield alert(random); // in the middle of a key it would be well-formed
                }
                byte[] other = Arrays.copyOf(like.bytes, Math.min(like.bytes.length, 1 + random.nextInt(20)));
                for (int i = 0; i < other.length; i++) {
                    other[i] ^= (byte) 0xff;
                }
                yield part(f.type(), f.length(), f.messageSeq(), f.fragmentOffset(), other);
            }
            // a fragment of a later message
            default -> part(type, junk.length, f.messageSeq() + 1 + random.nextInt(9), 0, junk);
        };
    }

    /**
     * Returns whether a forgery is well-formed by chance and would be taken for the genuine message. Such forgeries are
     * left out.
     */
    private static boolean mayPass(byte[] forged) {
        return messages(forged).stream()
                .anyMatch(m -> (m.fragment.type() == HandshakeType.SERVER_HELLO_DONE && m.bytes.length == 0)
                        || (m.fragment.type() == HandshakeType.HELLO_VERIFY_REQUEST
                                && HelloVerifyRequest.parse(m.bytes) != null)
                        || (m.fragment.type() == HandshakeType.CLIENT_KEY_EXCHANGE
                                && m.bytes.length == EcdhKey.X25519_BYTES + 1)
                        || (m.fragment.type() == HandshakeType.CERTIFICATE_REQUEST
                                && CertificateRequest.parse(m.bytes) != null));
    }

    @ParameterizedTest
    @CsvSource({"DTLS_1_2, 0", "DTLS_1_3, 0", "DTLS_1_2, 0.1", "DTLS_1_3, 0.1"})
    void aForgedDatagramBeforeEachTrueOneIsDropped(DtlsVersion version, double loss) {
        Seeds.forEach(100, seed -> {
            DtlsPair pair = new DtlsPair(
                    seed,
                    c -> c.withVersions(version)
                            .withMtuBytes(seed % 3 == 0 ? 400 : 1200)
                            .withVerifiesHello(seed % 4 == 1));
            pair.conditions(
                    LinkConditions.PERFECT.withDelay(Duration.ofMillis(10)).withLoss(loss));
            Random random = new Random(seed);
            pair.client.onTheWay = datagram -> withForgery(datagram, pair.server, random);
            pair.server.onTheWay = datagram -> withForgery(datagram, pair.client, random);
            pair.start();
            assertThat(pair.connects(Duration.ofSeconds(30)))
                    .as("client %s, server %s", pair.client.state(), pair.server.state())
                    .isTrue();
            assertThat(pair.outstandingAfterClose()).isZero();
        });
    }

    private static byte[] withForgery(byte[] datagram, DtlsPair.End to, Random random) {
        byte[] forged = forged(datagram, random);
        if (!mayPass(forged) && !to.isConnected()) {
            to.driver.inject(forged);
        }
        return datagram;
    }
}
