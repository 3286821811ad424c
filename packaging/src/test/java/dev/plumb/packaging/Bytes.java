package dev.plumb.packaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The little-endian fields of a file. */
final class Bytes {
    private final ByteBuffer bytes;

    Bytes(byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    int int8(long at) {
        return bytes.get(Math.toIntExact(at)) & 0xff;
    }

    int int16(long at) {
        return bytes.getShort(Math.toIntExact(at)) & 0xffff;
    }

    int int32(long at) {
        return bytes.getInt(Math.toIntExact(at));
    }

    long unsigned32(long at) {
        return int32(at) & 0xffff_ffffL;
    }

    long int64(long at) {
        return bytes.getLong(Math.toIntExact(at));
    }

    /** Reads a name that ends with a zero byte. */
    String name(long at) {
        long end = at;
        while (int8(end) != 0) {
            end++;
        }
        byte[] name = new byte[(int) (end - at)];
        bytes.get((int) at, name);
        return new String(name, StandardCharsets.US_ASCII);
    }
}
