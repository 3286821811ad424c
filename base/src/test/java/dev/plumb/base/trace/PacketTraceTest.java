package dev.plumb.base.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.base.bytes.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace is what text2pcap and tshark read. */
class PacketTraceTest {
    private static final long WALL_NANOS = 1_700_000_000_123_456_789L;
    private static final byte[] STUN = HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");

    @Test
    void aLineHoldsDirectionTimeAndAnIpPacket() throws Exception {
        StringBuilder out = new StringBuilder();
        new PacketTrace(out)
                .udp(PacketTrace.Direction.IN, WALL_NANOS, at("192.0.2.1", 5), at("192.0.2.2", 6), packet());
        assertThat(out.toString())
                .startsWith("I 1700000000.123456789 000000 45 00 00 30")
                .contains("c0 00 02 02 c0 00 02 01 00 06 00 05 00 1c 00 00 00 01 00 00 21 12 a4 42")
                .endsWith("\n");
    }

    @Test
    void tsharkReadsIt(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed: SKIPPED");
        StringBuilder out = new StringBuilder();
        PacketTrace trace = new PacketTrace(out);
        trace.udp(PacketTrace.Direction.OUT, WALL_NANOS, at("192.0.2.1", 50_000), at("192.0.2.2", 3478), packet());
        trace.udp(PacketTrace.Direction.IN, WALL_NANOS, at("2001:db8::1", 50_000), at("2001:db8::2", 3478), packet());
        Path text = Files.writeString(folder.resolve("trace.txt"), out);
        Path pcap = folder.resolve("trace.pcap");
        run("text2pcap", "-q", "-D", "-t", "%s.%f", "-l", "101", text.toString(), pcap.toString());
        String shown =
                run("tshark", "-r", pcap.toString(), "-T", "fields", "-e", "frame.time_epoch", "-e", "stun.type");
        assertThat(shown.lines().toList())
                .hasSize(2)
                .allMatch(l -> l.startsWith("1700000000.1234567") && l.endsWith("0x0001"));
    }

    private static Packet packet() {
        return Packet.copyOf(STUN);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", List.of(command)).isZero();
        return output;
    }
}
