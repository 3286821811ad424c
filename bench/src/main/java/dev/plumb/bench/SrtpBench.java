package dev.plumb.bench;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.bytes.PacketPool;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.srtp.SrtpReceiver;
import dev.plumb.rtp.srtp.SrtpSender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** SRTP: one packet protected; one packet protected and unprotected. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SrtpBench {
    @Param({"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"})
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

    @Param({"160", "1200"})
    int payloadBytes;

    private final PacketPool pool = new PacketPool();
    private byte[] plain = new byte[0];
    private SrtpSender sender = sender();
    private SrtpReceiver receiver = receiver();
    private int sequence;

    @Setup
    public void makeKeys() {
        plain = new byte[12 + payloadBytes];
        plain[0] = (byte) 0x80;
        plain[1] = 96;
        plain[11] = 7;
        sender = sender();
        receiver = receiver();
    }

    private SrtpSender sender() {
        return new SrtpSender(profile, new byte[profile.keyBytes()], new byte[profile.saltBytes()]);
    }

    private SrtpReceiver receiver() {
        return new SrtpReceiver(profile, new byte[profile.keyBytes()], new byte[profile.saltBytes()]);
    }

    private Packet next() {
        Packet packet = pool.take();
        packet.set(plain, 0, plain.length).put16(2, sequence++ & 0xffff);
        return packet;
    }

    @Benchmark
    public int protect() {
        Packet packet = next();
        sender.protect(packet);
        int length = packet.length();
        packet.release();
        return length;
    }

    @Benchmark
    public int protectAndUnprotect() {
        Packet packet = next();
        sender.protect(packet);
        if (!receiver.unprotect(packet)) {
            throw new IllegalStateException("not authentic");
        }
        int length = packet.length();
        packet.release();
        return length;
    }
}
