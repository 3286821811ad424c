package alone.rtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpKeys;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.io.loop.PeerPort;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.rtp.packet.RtpHeaderWriter;
import dev.plumb.rtp.rtp.RtpEvent;
import dev.plumb.rtp.rtp.RtpSession;
import dev.plumb.rtp.rtp.RtpSessionConfig;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** Sends an SRTP packet to {@code peer.py}, which is libsrtp, and takes one from it: PORT OUR_KEY THEIR_KEY. */
public final class WithLibsrtp {
    private static final int DYNAMIC_PAYLOAD_TYPE = 96;

    private final CompletableFuture<RtpHeader> answer = new CompletableFuture<>();

    private WithLibsrtp(RtcLoop loop, int udpPort, SrtpKeys keys) throws Exception {
        PeerPort port = new PeerPort(loop, new InetSocketAddress("127.0.0.1", 0));
        port.peer(new InetSocketAddress("127.0.0.1", udpPort));
        SecureRandom random = new SecureRandom();
        RtpSessionConfig config = RtpSessionConfig.of("alone");
        long unixNanos = loop.wallNanos() - loop.nowNanos();
        RtpSession session = new RtpSession(config, port, loop.pool(), random, now -> unixNanos + now);
        EngineDriver<RtpEvent> driver = port.drive(session, Packet::release, this::happened);
        driver.call(() -> {
            session.keys(keys, loop.nowNanos());
            session.tap(true); // packets as they are, with no receiver and no jitter buffer
            session.sendPacket(rtp(session.freeSsrc(), "hello from Plumb"));
        });
    }

    private static byte[] rtp(long ssrc, String payload) {
        Packet packet = Packet.copyOf();
        RtpHeaderWriter.layout(ssrc).build().write(packet, DYNAMIC_PAYLOAD_TYPE, 1, 0, true);
        return packet.append(payload.getBytes(), 0, payload.length()).toByteArray();
    }

    private void happened(RtpEvent event) {
        if (event instanceof RtpEvent.PacketReceived received) {
            RtpHeader header = new RtpHeader();
            header.parse(Packet.copyOf(received.packet()));
            answer.complete(header);
        }
    }

    /** Takes a key and its salt one after the other, as SDES and libsrtp write them. */
    private static SrtpKeys keys(String ours, String theirs) {
        byte[] local = HexFormat.of().parseHex(ours);
        byte[] remote = HexFormat.of().parseHex(theirs);
        SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
        int keyBytes = profile.keyBytes();
        return new SrtpKeys(
                profile,
                Arrays.copyOf(local, keyBytes),
                Arrays.copyOfRange(local, keyBytes, local.length),
                Arrays.copyOf(remote, keyBytes),
                Arrays.copyOfRange(remote, keyBytes, remote.length));
    }

    public static void main(String[] args) throws Exception {
        try (RtcLoop loop = new RtcLoop()) {
            SrtpKeys keys = keys(args[1], args[2]);
            RtpHeader answer = loop.call(() -> new WithLibsrtp(loop, Integer.parseInt(args[0]), keys))
                    .answer
                    .get();
            System.out.println("sequence number " + answer.sequence() + ": " + new String(answer.payload()));
        }
    }
}
