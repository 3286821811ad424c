package dev.plumb.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.base.bytes.Packet;
import dev.plumb.sctp.packet.AbortChunk;
import dev.plumb.sctp.packet.AddIncomingStreamsRequest;
import dev.plumb.sctp.packet.AddOutgoingStreamsRequest;
import dev.plumb.sctp.packet.Checksum;
import dev.plumb.sctp.packet.CookieAckChunk;
import dev.plumb.sctp.packet.CookieEchoChunk;
import dev.plumb.sctp.packet.DataChunk;
import dev.plumb.sctp.packet.ErrorCause;
import dev.plumb.sctp.packet.ErrorChunk;
import dev.plumb.sctp.packet.ForwardTsnChunk;
import dev.plumb.sctp.packet.ForwardTsnSupportedParameter;
import dev.plumb.sctp.packet.HeartbeatAckChunk;
import dev.plumb.sctp.packet.HeartbeatChunk;
import dev.plumb.sctp.packet.IDataChunk;
import dev.plumb.sctp.packet.IForwardTsnChunk;
import dev.plumb.sctp.packet.IncomingSsnResetRequest;
import dev.plumb.sctp.packet.InitAckChunk;
import dev.plumb.sctp.packet.InitChunk;
import dev.plumb.sctp.packet.InitFields;
import dev.plumb.sctp.packet.OutgoingSsnResetRequest;
import dev.plumb.sctp.packet.PadChunk;
import dev.plumb.sctp.packet.ReConfigChunk;
import dev.plumb.sctp.packet.ReConfigResponse;
import dev.plumb.sctp.packet.SackChunk;
import dev.plumb.sctp.packet.SctpChunk;
import dev.plumb.sctp.packet.SctpPacket;
import dev.plumb.sctp.packet.ShutdownAckChunk;
import dev.plumb.sctp.packet.ShutdownChunk;
import dev.plumb.sctp.packet.ShutdownCompleteChunk;
import dev.plumb.sctp.packet.SkippedStream;
import dev.plumb.sctp.packet.SsnTsnResetRequest;
import dev.plumb.sctp.packet.StateCookieParameter;
import dev.plumb.sctp.packet.SupportedExtensionsParameter;
import dev.plumb.sctp.packet.Tlv;
import dev.plumb.sctp.packet.UnknownChunk;
import dev.plumb.sctp.packet.UnknownParameter;
import dev.plumb.sctp.packet.UnrecognizedParameter;
import dev.plumb.sctp.packet.ZeroChecksumParameter;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SctpChunksTest {
    private static void roundTrip(SctpChunk chunk) {
        byte[] bytes = SctpPair.packet(0xfedc_ba98L, chunk, new CookieAckChunk());
        assertThat(bytes.length % 4).isZero();
        Packet packet = Packet.copyOf(bytes);
        assertThat(SctpPacket.hasRightChecksum(packet)).isTrue();
        SctpPacket parsed = SctpPacket.parse(packet);
        assertThat(parsed).isNotNull();
        assertThat(parsed.verificationTag()).isEqualTo(0xfedc_ba98L);
        assertThat(parsed.chunks()).hasSize(2);
        assertThat(parsed.chunks().getFirst()).usingRecursiveComparison().isEqualTo(chunk);
        assertThat(parsed.chunks().getFirst().toString()).isNotEmpty();
    }

    @Test
    void chunksAreReadAsTheyWereWritten() {
        InitFields fields = new InitFields(
                0xffff_fff1L,
                5_000_000,
                65535,
                1024,
                0xffff_ffffL,
                List.of(
                        new ForwardTsnSupportedParameter(),
                        new SupportedExtensionsParameter(new TreeSet<>(Set.of(130, 192, 64))),
                        new StateCookieParameter(new byte[] {1, 2, 3, 4, 5}),
                        new UnrecognizedParameter(new byte[] {9, 9, 0, 5, 1}),
                        new ZeroChecksumParameter(1),
                        new UnknownParameter(new Tlv(0x8007, new byte[] {1}))));
        roundTrip(new InitChunk(fields));
        roundTrip(new InitAckChunk(fields));
        roundTrip(new DataChunk(
                0xffff_fff0L, 65535, 65534, 0xffff_ffffL, true, true, true, false, new byte[] {1, 2, 3, 4, 5}, 0, 5));
        roundTrip(new SackChunk(0xffff_ffffL, 0, new int[] {2, 3, 65535, 65535}, new long[] {1, 0xffff_ffffL}));
        roundTrip(new HeartbeatChunk(new byte[] {0, 1, 0, 5, 9}));
        roundTrip(new HeartbeatAckChunk(new byte[] {0, 1, 0, 5, 9}));
        roundTrip(new AbortChunk(true, List.of(ErrorCause.withText(ErrorCause.USER_INITIATED_ABORT, "bye"))));
        roundTrip(new ErrorChunk(
                List.of(ErrorCause.invalidStream(7), ErrorCause.noUserData(8), ErrorCause.staleCookie(9))));
        roundTrip(new ShutdownChunk(0xffff_ffffL));
        roundTrip(new ShutdownAckChunk());
        roundTrip(new ShutdownCompleteChunk(true));
        roundTrip(new CookieEchoChunk(new byte[] {1, 2, 3}));
        roundTrip(new CookieAckChunk());
        roundTrip(new ForwardTsnChunk(
                0xffff_ffffL, List.of(new SkippedStream(1, false, 65535), new SkippedStream(65534, false, 0))));
        roundTrip(new IForwardTsnChunk(
                0xffff_ffffL, List.of(new SkippedStream(1, true, 0xffff_ffffL), new SkippedStream(65534, false, 0))));
        roundTrip(new IDataChunk(
                0xffff_fff0L, 65535, 0xffff_ffffL, 53, 0, true, true, true, false, new byte[] {1, 2, 3, 4, 5}, 0, 5));
        roundTrip(
                new IDataChunk(1, 2, 3, 0, 0xffff_ffffL, false, false, false, true, new byte[] {1, 2, 3, 4, 5}, 0, 5));
        roundTrip(new PadChunk(9));
        roundTrip(new UnknownChunk(new byte[] {(byte) 0xfe, 1, 0, 6, 1, 2}));
        roundTrip(new ReConfigChunk(List.of(
                new OutgoingSsnResetRequest(0xffff_ffffL, 2, 3, List.of(1, 65535, 3)),
                new ReConfigResponse(0xffff_ffffL, ReConfigResponse.PERFORMED))));
        roundTrip(new ReConfigChunk(List.of(
                new IncomingSsnResetRequest(5, List.of(1)),
                new SsnTsnResetRequest(6),
                new AddOutgoingStreamsRequest(7, 8),
                new AddIncomingStreamsRequest(9, 10))));
    }

    @Test
    void checksumIsCrc32cInLittleEndian() {
        // RFC 3720 B.4: the CRC32c of 32 zero bytes is aa 36 91 8a on the wire.
        assertThat(Checksum.of(new byte[32], 0, 32)).isEqualTo(HexFormat.fromHexDigits("aa36918a"));
    }

    @Test
    void malformedPacketsAreRefused() {
        for (String hex : List.of(
                "",
                "138813880000000100000000",
                "13881388000000010000000000000003",
                "13881388000000010000000000030011000000010000000100000001",
                "138813880000000100000000030000100000000100000001ffff0000")) {
            assertThat(SctpPacket.parse(Packet.copyOf(HexFormat.of().parseHex(hex))))
                    .isNull();
        }
    }
}
