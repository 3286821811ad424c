package dev.plumb.ice.stun;

import dev.plumb.base.bytes.BigEndian;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A transport address masked by the magic cookie and the transaction id, so that NATs leave it alone.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0 0 0 0 0 0 0|    Family     |         X-Port                |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                X-Address (Variable)
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-14.2 RFC 8489 14.2, XOR-MAPPED-ADDRESS
 */
final class XorAddress {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private XorAddress() {}

    static @Nullable InetSocketAddress parse(byte[] value, TransactionId id) {
        return decode(value, mask(id));
    }

    /** Returns the address in the unmasked form, MAPPED-ADDRESS, which servers older than RFC 5389 send. */
    static @Nullable InetSocketAddress parseUnmasked(byte[] value) {
        return decode(value, new byte[16]);
    }

    private static @Nullable InetSocketAddress decode(byte[] value, byte[] mask) {
        if (value.length < 8) {
            return null;
        }
        int addressBytes = value[1] == IPV4 ? 4 : value[1] == IPV6 ? 16 : -1;
        if (value.length != 4 + addressBytes) {
            return null;
        }
        int port = BigEndian.u16(value, 2) ^ BigEndian.u16(mask, 0);
        byte[] address = Arrays.copyOfRange(value, 4, value.length);
        apply(mask, address, 0);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static byte[] write(InetSocketAddress address, TransactionId id) {
        byte[] mask = mask(id);
        byte[] ip = address.getAddress().getAddress();
        byte[] value = new byte[4 + ip.length];
        value[1] = (byte) (ip.length == 4 ? IPV4 : IPV6);
        BigEndian.put16(value, 2, address.getPort() ^ BigEndian.u16(mask, 0));
        System.arraycopy(ip, 0, value, 4, ip.length);
        apply(mask, value, 4);
        return value;
    }

    private static void apply(byte[] mask, byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            bytes[i] ^= mask[i - from];
        }
    }

    private static byte[] mask(TransactionId id) {
        byte[] mask = new byte[16];
        BigEndian.put32(mask, 0, StunMessage.MAGIC_COOKIE);
        id.write(mask, 4);
        return mask;
    }
}
