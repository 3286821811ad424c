package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The calls of the C library that this module makes. Each returns the result of the call or, if that is -1, the negated
 * error number. {@code errno} is memory of {@link #ERRNO} that no other thread uses meanwhile.
 */
final class Libc {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int IPPROTO_IP = 0;
    static final int IP_MTU_DISCOVER = 10;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_MTU_DISCOVER = 23;
    static final int IPV6_V6ONLY = 26;
    static final int PMTUDISC_DONT = 0;
    static final int PMTUDISC_WANT = 1;
    static final int PMTUDISC_DO = 2;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_TRUNC = 0x20;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLLIN = 1;
    static final int EPOLLET = 1 << 31;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK_CLOEXEC = 0x80800;

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int ENOPROTOOPT = 92;
    static final int EOPNOTSUPP = 95;

    /** The layout in which a call leaves its error number. */
    static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();

    private static final long ERRNO_OFFSET = ERRNO.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            handle("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKNAME =
            handle("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDMMSG =
            handle("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDMMSG_WITHOUT_ERRNO = handle(
            "sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), new Linker.Option[0]);
    private static final MethodHandle RECVMMSG =
            handle("recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_CREATE = handle("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            handle("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            handle("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD = handle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return handle(name, descriptor, Linker.Option.captureCallState("errno"));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> symbol = linker.defaultLookup().find(name);
        return linker.downcallHandle(
                symbol.orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name)),
                descriptor,
                options);
    }

    private static int result(MemorySegment errno, int returned) {
        return returned >= 0 ? returned : -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    private static AssertionError thrown(Throwable t) {
        return new AssertionError("a call of the C library threw", t);
    }

    static int socket(MemorySegment errno, int family, int type) {
        try {
            return result(errno, (int) SOCKET.invokeExact(errno, family, type, 0));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int bind(MemorySegment errno, int fd, MemorySegment address, int addressBytes) {
        try {
            return result(errno, (int) BIND.invokeExact(errno, fd, address, addressBytes));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int getsockname(MemorySegment errno, int fd, MemorySegment address, MemorySegment addressBytes) {
        try {
            return result(errno, (int) GETSOCKNAME.invokeExact(errno, fd, address, addressBytes));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    /** Sets an option whose value is an int in {@code value}. */
    static int setsockopt(MemorySegment errno, int fd, int level, int option, MemorySegment value) {
        try {
            return result(errno, (int) SETSOCKOPT.invokeExact(errno, fd, level, option, value, Integer.BYTES));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int close(MemorySegment errno, int fd) {
        try {
            return result(errno, (int) CLOSE.invokeExact(errno, fd));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    /**
     * Sends messages. The JDK makes a slice of {@code errno} for each call that may fill it, and does not always
     * optimize it away. The call that nearly always succeeds therefore has none, and one that fails is repeated to
     * learn the error.
     */
    static int sendmmsg(MemorySegment errno, int fd, MemorySegment messages, int count) {
        try {
            int sent = (int) SENDMMSG_WITHOUT_ERRNO.invokeExact(fd, messages, count, MSG_DONTWAIT);
            if (sent >= 0) {
                return sent;
            }
            return result(errno, (int) SENDMMSG.invokeExact(errno, fd, messages, count, MSG_DONTWAIT));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int recvmmsg(MemorySegment errno, int fd, MemorySegment messages, int count) {
        try {
            return result(
                    errno, (int) RECVMMSG.invokeExact(errno, fd, messages, count, MSG_DONTWAIT, MemorySegment.NULL));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int epollCreate(MemorySegment errno) {
        try {
            return result(errno, (int) EPOLL_CREATE.invokeExact(errno, EPOLL_CLOEXEC));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int epollCtl(MemorySegment errno, int epoll, int operation, int fd, MemorySegment event) {
        try {
            return result(errno, (int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int epollWait(MemorySegment errno, int epoll, MemorySegment events, int count, int timeoutMillis) {
        try {
            return result(errno, (int) EPOLL_WAIT.invokeExact(errno, epoll, events, count, timeoutMillis));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static int eventfd(MemorySegment errno) {
        try {
            return result(errno, (int) EVENTFD.invokeExact(errno, 0, EFD_NONBLOCK_CLOEXEC));
        } catch (Throwable t) {
            throw thrown(t);
        }
    }

    static long write(MemorySegment errno, int fd, MemorySegment bytes, long count) {
        try {
            return (long) WRITE.invokeExact(errno, fd, bytes, count);
        } catch (Throwable t) {
            throw thrown(t);
        }
    }
}
