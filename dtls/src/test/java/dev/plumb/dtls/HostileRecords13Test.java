package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.message.Ack;
import dev.plumb.dtls.message.HandshakeType;
import dev.plumb.dtls.message.RawHandshake;
import dev.plumb.dtls.record.ContentType;
import dev.plumb.dtls.record.RecordNumber;
import dev.plumb.dtls.suite.Alert;
import dev.plumb.dtls.suite.AlertDescription;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Peers of DTLS 1.3 whose messages come in the wrong record, at the wrong time or under the wrong keys. */
class HostileRecords13Test {
    private static final long NOW = 1_000_000_000L;

    @Test
    void aTicketIsTakenAndThrownAway() {
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        server.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.NEW_SESSION_TICKET, 6, new byte[20]).toBytes());
        assertThat(server.isConnected()).isTrue();
        assertThat(server.acks).last().satisfies(a -> assertThat(a.records()).containsExactly(new RecordNumber(3, 0)));
        ScriptedPeer13 client = ScriptedPeer13.connected(DtlsRole.CLIENT);
        client.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.NEW_SESSION_TICKET, 4, new byte[20]).toBytes());
        assertThat(client.isConnected()).isFalse();
        assertThat(client.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    @Test
    void aKeyUpdateThatAsksForWhatThereIsNotEndsIt() {
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        server.raw(3, ContentType.HANDSHAKE, new RawHandshake(HandshakeType.KEY_UPDATE, 6, new byte[] {2}).toBytes());
        assertThat(server.alertsSent()).containsExactly("fatal ILLEGAL_PARAMETER");
    }

    /** RFC 8446 4.6.2: a client that has not offered it answers that it does not do so. */
    @Test
    void whoAsksForACertificateAfterTheHandshakeIsToldNo() {
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        server.raw(
                3,
                ContentType.HANDSHAKE,
                new RawHandshake(HandshakeType.CERTIFICATE_REQUEST, 6, new byte[] {0, 0, 0}).toBytes());
        assertThat(server.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    /** RFC 8446 5.1: what follows would be of the new keys in a record of the old ones. */
    @Test
    void nothingFollowsNewKeysInTheirRecord() {
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        byte[] first = new RawHandshake(HandshakeType.KEY_UPDATE, 6, new byte[1]).toBytes();
        byte[] second = new RawHandshake(HandshakeType.KEY_UPDATE, 7, new byte[1]).toBytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        server.raw(3, ContentType.HANDSHAKE, both);
        assertThat(server.alertsSent()).containsExactly("fatal UNEXPECTED_MESSAGE");
    }

    /** Anybody can write such a record before the handshake is over; acknowledged, it would push true ones out of the list. */
    @Test
    void recordsWithoutAMessageAreNotAcknowledged() {
        ScriptedPeer13 server = new ScriptedPeer13(DtlsRole.SERVER);
        server.change = m -> {
            if (m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                server.raw(0, ContentType.HANDSHAKE, new byte[0]);
                server.engine.timeout(NOW + 300_000_000L);
                server.hear();
            }
            return m;
        };
        server.serve();
        assertThat(server.isConnected()).isTrue();
        assertThat(server.acks.getFirst().records()).containsExactly(new RecordNumber(0, 0));
    }

    /** Before the keys, anybody can write the message that is due next; after them it does not count. */
    @Test
    void whatCameInTheClearIsForgottenWhenKeysAreThere() {
        byte[] forged = new RawHandshake(
                        HandshakeType.ENCRYPTED_EXTENSIONS, 1, ScriptedPeer13.encrypted(16, (byte) 0, (byte) 0))
                .toBytes();
        ScriptedPeer13 whole = new ScriptedPeer13(DtlsRole.SERVER);
        whole.change = m -> {
            if (m.type() == HandshakeType.SERVER_HELLO || m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                whole.raw(0, ContentType.HANDSHAKE, forged);
            }
            return m;
        };
        whole.serve();
        assertThat(whole.isConnected()).isTrue();
        assertThat(whole.engine.counters().droppedUnexpected()).isPositive();
    }

    @Test
    void alertsInTheClearDoNotEndAHandshakeThatHasKeys() {
        ScriptedPeer13 server = new ScriptedPeer13(DtlsRole.SERVER);
        UnaryOperator<RawHandshake> alertAfterHello = m -> {
            if (m.type() == HandshakeType.ENCRYPTED_EXTENSIONS) {
                server.raw(
                        0,
                        ContentType.ALERT,
                        Alert.fatal(AlertDescription.HANDSHAKE_FAILURE).toBytes());
                server.raw(0, ContentType.ACK, new Ack(List.of(new RecordNumber(0, 0))).toBytes());
            }
            return m;
        };
        server.change = alertAfterHello;
        server.serve();
        assertThat(server.isConnected()).isTrue();
    }

    @Test
    void applicationDataUnderTheHandshakesKeysIsDropped() {
        ScriptedPeer13 server = new ScriptedPeer13(DtlsRole.SERVER);
        server.change = m -> {
            if (m.type() == HandshakeType.CERTIFICATE) {
                server.raw(2, ContentType.APPLICATION_DATA, new byte[] {1, 2, 3});
            }
            return m;
        };
        server.serve();
        assertThat(server.isConnected()).isTrue();
        assertThat(server.engine.pollPacket()).isNull();
        server.raw(3, ContentType.APPLICATION_DATA, new byte[] {4});
        Packet real = server.engine.pollPacket();
        assertThat(real.toByteArray()).containsExactly(4);
        real.release();
    }

    @Test
    void anEncryptedAlertEndsItWhateverItsLevel() {
        ScriptedPeer13 server = ScriptedPeer13.connected(DtlsRole.SERVER);
        server.raw(3, ContentType.ALERT, new byte[] {1, (byte) AlertDescription.INTERNAL_ERROR.code()});
        assertThat(server.engine.state()).isInstanceOf(DtlsState.Failed.class);
        ScriptedPeer13 other = ScriptedPeer13.connected(DtlsRole.CLIENT);
        other.raw(3, ContentType.ALERT, new byte[] {1, 0});
        assertThat(other.engine.state()).isEqualTo(new DtlsState.Closed());
        other.hear();
    }

    @Test
    void nonsenseUnderTheRightKeysIsDroppedAndCounted() {
        for (DtlsRole role : DtlsRole.values()) {
            ScriptedPeer13 script = ScriptedPeer13.connected(role);
            for (int type = 0; type < 256; type++) {
                if (type != ContentType.ALERT && type != ContentType.APPLICATION_DATA) {
                    script.raw(3, type, new byte[] {1, 2, 3});
                }
            }
            script.raw(3, ContentType.ACK, new byte[] {0, 16, 1});
            script.raw(
                    3, ContentType.ACK, new Ack(List.of(new RecordNumber(-1, -1), new RecordNumber(99, 0))).toBytes());
            script.raw(3, ContentType.ALERT, new byte[] {1});
            script.raw(3, ContentType.HANDSHAKE, new RawHandshake(HandshakeType.FINISHED, 9, new byte[32]).toBytes());
            assertThat(script.isConnected()).isTrue();
            assertThat(script.engine.counters().droppedUnexpected()).isGreaterThan(200);
        }
    }
}
