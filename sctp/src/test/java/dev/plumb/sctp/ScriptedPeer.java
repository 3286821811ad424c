package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.sctp.common.Serial;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.ForwardTsnSupportedParameter;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.SctpParameter;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.sctp.packet.SupportedExtensionsParameter;
import dev.plumb.testkit.LinkConditions;
import dev.plumb.testkit.SimClock;
import dev.plumb.testkit.SimEngineDriver;
import dev.plumb.testkit.SimLink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A peer that does only what a test says, packet by packet, opposite one association. */
final class ScriptedPeer {
    static final long TAG = 0x1111_2222L;
    static final long TSN = 1000;

    final SimClock clock = new SimClock();
    final SimEngineDriver<SctpAssociation, SctpEvent> driver;
    final List<SctpEvent.MessageReceived> messages = new ArrayList<>();
    private final ArrayDeque<SctpPacket> sent = new ArrayDeque<>();
    /** The association's tag and first TSN, once it has said them. */
    long tag;

    long tsn;

    ScriptedPeer(SctpConfig config) {
        driver = new SimEngineDriver<>(
                clock,
                new SimLink(clock, new Random(1), LinkConditions.PERFECT),
                below -> new SctpAssociation(
                        config,
                        owned -> {
                            sent.add(SctpPacket.parse(Packet.copyOf(owned.toByteArray())));
                            owned.release();
                        },
                        below.pool(),
                        new Random(2)));
        driver.onEvent(e -> {
            if (e instanceof SctpEvent.MessageReceived m) {
                messages.add(m);
            }
        });
    }

    /** One whose association uses DATA, not I-DATA, and checksums, which are easier to write by hand. */
    static ScriptedPeer plain() {
        return new ScriptedPeer(SctpConfig.DEFAULT
                .withInterleaving(false)
                .withZeroChecksum(false)
                .withHeartbeatInterval(Duration.ZERO));
    }

    SctpAssociation sctp() {
        return driver.engine();
    }

    SctpState state() {
        return sctp().state();
    }

    /** Sends a packet under the association's tag. */
    void send(SctpChunk... chunks) {
        sendUnder(tag, chunks);
    }

    void sendUnder(long anyTag, SctpChunk... chunks) {
        driver.inject(SctpPair.packet(anyTag, chunks));
    }

    /** The next packet that the association sent. */
    SctpPacket next() {
        assertThat(sent).as("something was sent").isNotEmpty();
        return sent.poll();
    }

    /** The next packet's chunk of a kind; packets without one are passed over. */
    <C extends SctpChunk> C next(Class<C> kind) {
        while (!sent.isEmpty()) {
            C chunk = sent.poll().find(kind);
            if (chunk != null) {
                return chunk;
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " was sent");
    }

    /** All packets that the association sent and that were not looked at. */
    List<SctpPacket> takeAll() {
        List<SctpPacket> all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    void assertSilent() {
        assertThat(sent).isEmpty();
    }

    void forget() {
        sent.clear();
    }

    InitFields fields(SctpParameter... parameters) {
        return new InitFields(TAG, 100_000, 65_535, 65_535, TSN, List.of(parameters));
    }

    /** Connects as the one who is called. */
    ScriptedPeer answering() {
        return answering(ReConfigChunk.TYPE, ForwardTsnChunk.TYPE);
    }

    /** Connects as the one who is called, and takes I-DATA. */
    ScriptedPeer answeringInterleaved() {
        return answering(ReConfigChunk.TYPE, IDataChunk.TYPE, IForwardTsnChunk.TYPE);
    }

    private ScriptedPeer answering(Integer... extensions) {
        driver.call((e, now) -> e.connect(now));
        InitFields init = next(InitChunk.class).fields();
        tag = init.initiateTag();
        tsn = init.initialTsn();
        send(new InitAckChunk(fields(
                new StateCookieParameter(new byte[] {1, 2, 3}),
                new SupportedExtensionsParameter(Set.of(extensions)),
                new ForwardTsnSupportedParameter())));
        assertThat(next(CookieEchoChunk.class).cookie()).containsExactly(1, 2, 3);
        send(new CookieAckChunk());
        assertThat(state()).isInstanceOf(SctpState.Established.class);
        forget();
        return this;
    }

    /** The INIT ACK that the association gives to an INIT. */
    InitFields knock() {
        sendUnder(0, new InitChunk(fields()));
        InitFields answer = next(InitAckChunk.class).fields();
        tag = answer.initiateTag();
        tsn = answer.initialTsn();
        return answer;
    }

    /** Connects as the one who calls. */
    ScriptedPeer calling() {
        send(new CookieEchoChunk(knock().find(StateCookieParameter.class).cookie()));
        next(CookieAckChunk.class);
        assertThat(state()).isInstanceOf(SctpState.Established.class);
        forget();
        return this;
    }

    DataChunk data(int number, int stream, int ssn) {
        return Chunks.data(TSN + number, stream, ssn, true, true, new byte[] {(byte) number});
    }

    void message(int stream, int bytes) {
        driver.call((e, now) -> e.send(stream, 53, new byte[bytes], SendOptions.RELIABLE, now));
    }

    /** A message, acknowledged after so long: the association knows its round trip. */
    void roundTrip(int bytes, long millis) {
        message(1, bytes);
        pass(millis);
        send(sack(1, 100_000));
        forget();
    }

    SackChunk sack(int count, long window, int... gaps) {
        return new SackChunk(Serial.wire32(tsn + count - 1), window, gaps, new long[0]);
    }

    void pass(long millis) {
        clock.runFor(Duration.ofMillis(millis));
    }
}
