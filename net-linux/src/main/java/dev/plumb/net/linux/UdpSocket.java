package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * A UDP socket, bound, that does not block. Routers may cut its datagrams up, but for those that forbid it.
 *
 * @param coalescing whether UDP_GRO is on
 */
record UdpSocket(int fd, int family, InetSocketAddress localAddress, boolean coalescing) {
    private static final int BUFFER_BYTES = 1 << 20;

    /**
     * Opens and binds one.
     *
     * @param scratch at least 64 bytes, used during the call
     */
    static UdpSocket open(InetSocketAddress local, boolean coalescing, MemorySegment scratch, MemorySegment errno)
            throws IOException {
        boolean four = local.getAddress().getAddress().length == 4;
        int family = four ? Libc.AF_INET : Libc.AF_INET6;
        int fd = Libc.socket(errno, family, Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC);
        if (fd < 0) {
            throw new IOException("cannot open a UDP socket: errno " + -fd);
        }
        try {
            MemorySegment value = scratch.asSlice(0, Integer.BYTES);
            option(fd, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BUFFER_BYTES, value, errno);
            option(fd, Libc.SOL_SOCKET, Libc.SO_SNDBUF, BUFFER_BYTES, value, errno);
            dontFragment(fd, family, false, value, errno);
            if (!four) {
                option(fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 0, value, errno);
            }
            boolean on = coalescing && option(fd, Libc.SOL_UDP, Libc.UDP_GRO, 1, value, errno);
            bind(fd, local, family, scratch, errno);
            return new UdpSocket(fd, family, boundTo(fd, scratch, errno), on);
        } catch (IOException | RuntimeException e) {
            Libc.close(errno, fd);
            throw e;
        }
    }

    /** Sets whether the network must rather drop datagrams than cut them up. */
    static void dontFragment(int fd, int family, boolean forbidden, MemorySegment value, MemorySegment errno) {
        option(
                fd,
                Libc.IPPROTO_IP,
                Libc.IP_MTU_DISCOVER,
                forbidden ? Libc.PMTUDISC_DO : Libc.PMTUDISC_DONT,
                value,
                errno);
        if (family == Libc.AF_INET6) {
            // only the sender cuts up here, once it was told that it has to
            option(
                    fd,
                    Libc.IPPROTO_IPV6,
                    Libc.IPV6_MTU_DISCOVER,
                    forbidden ? Libc.PMTUDISC_DO : Libc.PMTUDISC_WANT,
                    value,
                    errno);
        }
    }

    /** Sets an option; whether the kernel took it. */
    static boolean option(int fd, int level, int name, int setting, MemorySegment value, MemorySegment errno) {
        value.set(JAVA_INT, 0, setting);
        return Libc.setsockopt(errno, fd, level, name, value) == 0;
    }

    private static void bind(int fd, InetSocketAddress local, int family, MemorySegment scratch, MemorySegment errno)
            throws IOException {
        SocketAddress address = SocketAddress.of(local, family);
        if (address == null) {
            throw new BindException("cannot bind " + local);
        }
        address.write(scratch, 0);
        int result = Libc.bind(errno, fd, scratch, address.length());
        if (result < 0) {
            throw new BindException("cannot bind " + local + ": errno " + -result);
        }
    }

    private static InetSocketAddress boundTo(int fd, MemorySegment scratch, MemorySegment errno) throws IOException {
        MemorySegment length = scratch.asSlice(32, Integer.BYTES);
        length.set(JAVA_INT, 0, SocketAddress.BYTES_AT_MOST);
        int result = Libc.getsockname(errno, fd, scratch, length);
        if (result < 0) {
            throw new IOException("cannot tell a socket's address: errno " + -result);
        }
        SocketAddress bound = new SocketAddress();
        bound.read(scratch, 0);
        return bound.toJava();
    }
}
