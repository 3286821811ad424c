package dev.plumb.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct sockaddr_in} and {@code sockaddr_in6} as numbers, so that addresses are compared and found without
 * making objects. One that is in a map is not changed; {@link #read} fills one that is used to look others up.
 */
final class SocketAddress {
    /** Room for either structure. */
    static final int BYTES_AT_MOST = 28;

    private static final int BYTES_4 = 16;
    private static final int MAPPED = 0xffff;
    private static final ValueLayout.OfShort U16 = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private int family;
    private int port;
    private int word0;
    private int word1;
    private int word2;
    private int word3;
    private int scope;

    SocketAddress() {}

    /** Returns a copy of this address. */
    SocketAddress copy() {
        SocketAddress copy = new SocketAddress();
        copy.family = family;
        copy.port = port;
        copy.word0 = word0;
        copy.word1 = word1;
        copy.word2 = word2;
        copy.word3 = word3;
        copy.scope = scope;
        return copy;
    }

    /**
     * Returns an address for a socket of a family, or null if that socket cannot send to it. IPv4 is mapped where the
     * socket is IPv6.
     */
    static @Nullable SocketAddress of(InetSocketAddress from, int socketFamily) {
        InetAddress address = from.getAddress();
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getAddress();
        SocketAddress made = new SocketAddress();
        made.family = socketFamily;
        made.port = from.getPort();
        if (bytes.length == 4) {
            int four = word(bytes, 0);
            if (socketFamily == Libc.AF_INET) {
                made.word0 = four;
            } else {
                made.word2 = MAPPED;
                made.word3 = four;
            }
            return made;
        }
        if (socketFamily == Libc.AF_INET) {
            return null;
        }
        made.word0 = word(bytes, 0);
        made.word1 = word(bytes, 4);
        made.word2 = word(bytes, 8);
        made.word3 = word(bytes, 12);
        made.scope = address instanceof Inet6Address six ? six.getScopeId() : 0;
        return made;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /** Returns the number of bytes that {@link #write} writes. */
    int length() {
        return family == Libc.AF_INET ? BYTES_4 : BYTES_AT_MOST;
    }

    /** Writes the structure. */
    void write(MemorySegment to, long at) {
        to.set(JAVA_SHORT, at, (short) family);
        to.set(U16, at + 2, (short) port);
        if (family == Libc.AF_INET) {
            to.set(U32, at + 4, word0);
            to.set(U32, at + 8, 0);
            to.set(U32, at + 12, 0);
        } else {
            to.set(U32, at + 4, 0);
            to.set(U32, at + 8, word0);
            to.set(U32, at + 12, word1);
            to.set(U32, at + 16, word2);
            to.set(U32, at + 20, word3);
            to.set(JAVA_INT, at + 24, scope);
        }
    }

    /** Reads the address from the structure. */
    void read(MemorySegment from, long at) {
        family = from.get(JAVA_SHORT, at);
        port = from.get(U16, at + 2) & 0xffff;
        if (family == Libc.AF_INET) {
            word0 = from.get(U32, at + 4);
            word1 = 0;
            word2 = 0;
            word3 = 0;
            scope = 0;
        } else {
            word0 = from.get(U32, at + 8);
            word1 = from.get(U32, at + 12);
            word2 = from.get(U32, at + 16);
            word3 = from.get(U32, at + 20);
            scope = from.get(JAVA_INT, at + 24);
        }
    }

    /** Returns this address as Java's. A mapped IPv4 address becomes IPv4 again. */
    InetSocketAddress toJava() {
        try {
            return new InetSocketAddress(address(), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of a wrong length", e);
        }
    }

    private InetAddress address() throws UnknownHostException {
        if (family == Libc.AF_INET) {
            byte[] four = new byte[4];
            put(four, 0, word0);
            return Inet4Address.getByAddress(four);
        }
        byte[] six = new byte[16];
        put(six, 0, word0);
        put(six, 4, word1);
        put(six, 8, word2);
        put(six, 12, word3);
        return scope == 0 ? InetAddress.getByAddress(six) : Inet6Address.getByAddress(null, six, scope);
    }

    private static void put(byte[] bytes, int at, int word) {
        bytes[at] = (byte) (word >> 24);
        bytes[at + 1] = (byte) (word >> 16);
        bytes[at + 2] = (byte) (word >> 8);
        bytes[at + 3] = (byte) word;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof SocketAddress o
                        && port == o.port
                        && word0 == o.word0
                        && word1 == o.word1
                        && word2 == o.word2
                        && word3 == o.word3
                        && family == o.family
                        && scope == o.scope);
    }

    @Override
    public int hashCode() {
        int h = word0;
        h = 31 * h + word1;
        h = 31 * h + word2;
        h = 31 * h + word3;
        h = 31 * h + port;
        return h * 0x9e3779b9;
    }
}
