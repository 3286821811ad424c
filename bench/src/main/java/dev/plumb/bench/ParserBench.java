package dev.plumb.bench;

import dev.plumb.base.bytes.Packet;
import dev.plumb.ice.stun.Integrity;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.ice.stun.StunWriter;
import dev.plumb.ice.stun.TransactionId;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.sdp.SdpParse;
import dev.plumb.sdp.SdpParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Parsers: an RTP header, an authenticated STUN request, a browser's offer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ParserBench {
    private final Integrity key = Integrity.ofPassword("0123456789abcdefghijkl");
    private final Packet stun = Packet.copyOf(StunWriter.bindingRequest(new TransactionId(1, 2))
            .username("abcd:efgh")
            .priority(1_845_501_695L)
            .integrity(key)
            .fingerprint()
            .toByteArray());
    private final Packet rtp = Packet.copyOf(rtpBytes());
    private final RtpHeader header = new RtpHeader();
    private final String offer = offer();

    private static byte[] rtpBytes() {
        byte[] bytes = new byte[1_212];
        bytes[0] = (byte) 0x80;
        bytes[1] = 96;
        return bytes;
    }

    private static String offer() {
        try (InputStream in = Objects.requireNonNull(ParserBench.class.getResourceAsStream("/chrome.offer.sdp"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public int rtpHeader() {
        if (!header.parse(rtp)) {
            throw new IllegalStateException("not RTP");
        }
        return header.payloadBytes();
    }

    @Benchmark
    public boolean stunParseAndIntegrity() {
        StunMessage message = Objects.requireNonNull(StunMessage.parse(stun));
        if (!message.isAuthentic(key)) {
            throw new IllegalStateException("not authentic");
        }
        return message.hasFingerprint();
    }

    @Benchmark
    public SdpParse sdpOffer() {
        return SdpParser.parse(offer);
    }
}
