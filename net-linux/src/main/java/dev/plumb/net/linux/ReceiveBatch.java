package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.loop.Loop;
import java.lang.foreign.MemorySegment;

/**
 * A batch that receives many datagrams of a port in one call, and splits runs that the kernel has coalesced (UDP_GRO).
 */
final class ReceiveBatch {
    private final MemorySegment slab;
    private final MemorySegment errno;
    private final MessageHeaders headers;
    private final Loop loop;
    private final int messages;
    private final int messageBytes;
    private final SocketAddress source = new SocketAddress();
    /** Headers that a call has written to. */
    private int used;

    /**
     * Creates a batch over memory that others may use too.
     *
     * @param messageBytes the room for each message; a coalesced one may have 65,535
     */
    ReceiveBatch(MemorySegment slab, int messageBytes, MemorySegment errno, MessageHeaders headers, Loop loop) {
        this.slab = slab;
        this.messages = (int) (slab.byteSize() / messageBytes);
        this.messageBytes = messageBytes;
        this.errno = errno;
        this.headers = headers;
        this.loop = loop;
        for (int i = 0; i < messages; i++) {
            headers.vector(i, slab.address() + (long) messageBytes * i, messageBytes);
            headers.vectorsOf(i, i, 1);
        }
        this.used = messages;
    }

    /** Receives once, and passes on the datagrams as long as the port is open. */
    void receive(BatchedUdpPort port) {
        for (int i = 0; i < used; i++) {
            headers.readyToReceive(i);
        }
        used = 0;
        int count = Libc.recvmmsg(errno, port.fd(), headers.from(0), messages);
        if (count < 0) {
            if (count != -Libc.EAGAIN && count != -Libc.EINTR) {
                port.receiveFailed(-count);
            }
            return;
        }
        used = count;
        long nowNanos = loop.nowNanos();
        for (int i = 0; i < count && port.isOpen(); i++) {
            if (headers.truncated(i)) {
                port.truncated();
            } else {
                deliver(port, i, nowNanos);
            }
        }
    }

    private void deliver(BatchedUdpPort port, int message, long nowNanos) {
        headers.source(message, source);
        int left = headers.receivedBytes(message);
        int segmentBytes = headers.receivedSegmentBytes(message);
        long at = (long) messageBytes * message;
        do {
            int length = segmentBytes > 0 ? Math.min(segmentBytes, left) : left;
            Packet packet = loop.pool().take().length(length);
            MemorySegment.copy(slab, JAVA_BYTE, at, packet.array(), packet.offset(), length);
            port.received(packet, source, nowNanos);
            at += length;
            left -= length;
        } while (left > 0 && port.isOpen());
    }
}
