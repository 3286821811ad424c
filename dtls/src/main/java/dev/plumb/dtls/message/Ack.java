package dev.plumb.dtls.message;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.record.RecordNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of records with handshake messages.
 *
 * <pre>
 * +-------------+  once
 * | length (16) |
 * +-------------+------------+
 * | epoch (64)  | number (64)|  each
 * +-------------+------------+
 * </pre>
 *
 * @param records their numbers
 * @spec https://www.rfc-editor.org/rfc/rfc9147#section-7 RFC 9147 7, ACK Message
 */
public record Ack(List<RecordNumber> records) {
    private static final int LENGTH_BYTES = 2;
    private static final int NUMBER_BYTES = 16;

    public static @Nullable Ack parse(Packet borrowed) {
        if (borrowed.length() < LENGTH_BYTES) {
            return null;
        }
        int bytes = borrowed.u16(0);
        if (bytes != borrowed.length() - LENGTH_BYTES || bytes % NUMBER_BYTES != 0) {
            return null;
        }
        List<RecordNumber> records = new ArrayList<>(bytes / NUMBER_BYTES);
        for (int at = LENGTH_BYTES; at < borrowed.length(); at += NUMBER_BYTES) {
            int from = borrowed.offset() + at;
            records.add(new RecordNumber(
                    BigEndian.i64(borrowed.array(), from), BigEndian.i64(borrowed.array(), from + NUMBER_BYTES / 2)));
        }
        return new Ack(records);
    }

    public byte[] toBytes() {
        byte[] out = new byte[LENGTH_BYTES + NUMBER_BYTES * records.size()];
        BigEndian.put16(out, 0, NUMBER_BYTES * records.size());
        int at = LENGTH_BYTES;
        for (RecordNumber number : records) {
            BigEndian.put64(out, at, number.epoch());
            BigEndian.put64(out, at + NUMBER_BYTES / 2, number.sequence());
            at += NUMBER_BYTES;
        }
        return out;
    }
}
