package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A test that sends a datagram to itself over loopback, so that a sandbox's refusals are known before anything depends
 * on the calls.
 */
final class SelfTest {
    private static final int SCRATCH_BYTES = 64;

    private SelfTest() {}

    /**
     * Runs the test.
     *
     * @throws IOException where a call was refused
     */
    static void run() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Libc.ERRNO);
            MemorySegment scratch = arena.allocate(SCRATCH_BYTES, Long.BYTES);
            InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            UdpSocket socket = UdpSocket.open(any, false, scratch, errno);
            try {
                exchange(socket, arena, errno);
            } finally {
                Libc.close(errno, socket.fd());
            }
        }
    }

    private static void exchange(UdpSocket socket, Arena arena, MemorySegment errno) throws IOException {
        MemorySegment out = arena.allocateFrom(JAVA_BYTE, (byte) 1, (byte) 2, (byte) 3);
        SocketAddress self = SocketAddress.of(socket.localAddress(), socket.family());
        MessageHeaders sending = new MessageHeaders(arena, 1, 1);
        sending.vector(0, out.address(), out.byteSize());
        sending.vectorsOf(0, 0, 1);
        sending.segmentBytes(0, 0);
        if (self != null) {
            sending.destination(0, self);
        }
        int sent = Libc.sendmmsg(errno, socket.fd(), sending.from(0), 1);
        MemorySegment in = arena.allocate(out.byteSize());
        MessageHeaders receiving = new MessageHeaders(arena, 1, 1);
        receiving.vector(0, in.address(), in.byteSize());
        receiving.vectorsOf(0, 0, 1);
        receiving.readyToReceive(0);
        int received = Libc.recvmmsg(errno, socket.fd(), receiving.from(0), 1);
        if (sent != 1 || received != 1 || in.mismatch(out) >= 0) {
            throw new IOException("sendmmsg gave " + sent + ", recvmmsg " + received);
        }
    }
}
