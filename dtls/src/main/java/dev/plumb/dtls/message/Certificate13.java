package dev.plumb.dtls.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of certificates as DTLS 1.3 has it, the sender's own first.
 *
 * <pre>
 * +--------------------+-------------+  once
 * | length (8) context | length (24) |
 * +--------------------+-------------+-------+------------------------+
 * | length (24) | certificate in DER         | length (16) extensions |  each
 * +-------------+----------------------------+------------------------+
 * </pre>
 *
 * @param context the request's; empty in a handshake
 * @param entries certificates with their extensions, of which we use none; empty where the sender has no certificate
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2 RFC 8446 4.4.2, Certificate
 */
public record Certificate13(byte[] context, List<Entry> entries) implements HandshakeMessage {
    /** One certificate in DER form. */
    public record Entry(byte[] der, Extensions extensions) {}

    public static Certificate13 of(byte[] context, byte[] der) {
        return new Certificate13(context, List.of(new Entry(der, new Extensions())));
    }

    public static @Nullable Certificate13 parse(byte[] body) {
        WireReader in = new WireReader(body);
        byte[] context = in.vector8();
        WireReader list = new WireReader(in.vector24());
        List<Entry> entries = new ArrayList<>();
        while (list.more()) {
            byte[] der = list.vector24();
            Extensions extensions = Extensions.parseBlock(list);
            if (extensions == null) {
                return null;
            }
            entries.add(new Entry(der, extensions));
        }
        return in.complete() && list.complete() ? new Certificate13(context, entries) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE;
    }

    @Override
    public byte[] toBytes() {
        WireWriter list = new WireWriter();
        for (Entry entry : entries) {
            list.vector24(entry.der);
            entry.extensions.writeBlock(list);
        }
        return new WireWriter().vector8(context).vector24(list.toByteArray()).toByteArray();
    }
}
