package dev.plumb.dtls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few forms of ASN.1's distinguished encoding that a self-signed certificate needs. */
final class DerWriter {
    private static final long YEAR_2050_MILLIS =
            Instant.parse("2050-01-01T00:00:00Z").toEpochMilli();
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private DerWriter() {}

    static byte[] sequence(byte[]... members) {
        return tagged(0x30, concat(members));
    }

    static byte[] set(byte[]... members) {
        return tagged(0x31, concat(members));
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bitString(byte[] bytes) {
        return tagged(0x03, concat(new byte[1], bytes));
    }

    /** Returns an object identifier, given by its encoded content. */
    static byte[] oid(int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return tagged(0x06, bytes);
    }

    static byte[] utf8String(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a UTCTime before 2050, or a GeneralizedTime from then on. */
    static byte[] time(long unixMillis) {
        Instant instant = Instant.ofEpochMilli(unixMillis);
        boolean isLate = unixMillis >= YEAR_2050_MILLIS;
        String text = (isLate ? GENERALIZED_TIME : UTC_TIME).format(instant);
        return tagged(isLate ? 0x18 : 0x17, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns {@code content} behind an explicit context tag. */
    static byte[] explicit(int number, byte[] content) {
        return tagged(0xa0 | number, content);
    }

    static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - from));
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
