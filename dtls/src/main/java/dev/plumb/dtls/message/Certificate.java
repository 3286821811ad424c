package dev.plumb.dtls.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of certificates, the sender's own first.
 *
 * <pre>
 * +-------------+  once
 * | length (24) |
 * +-------------+----------------------+
 * | length (24) | certificate in DER   |  each
 * +-------------+----------------------+
 * </pre>
 *
 * @param chain certificates in DER form; empty where the sender has none
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2 RFC 5246 7.4.2, Server Certificate
 */
public record Certificate(List<byte[]> chain) implements HandshakeMessage {
    public static @Nullable Certificate parse(byte[] body) {
        WireReader in = new WireReader(body);
        WireReader list = new WireReader(in.vector24());
        List<byte[]> chain = new ArrayList<>();
        while (list.more()) {
            chain.add(list.vector24());
        }
        return in.complete() && list.complete() ? new Certificate(chain) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE;
    }

    @Override
    public byte[] toBytes() {
        WireWriter list = new WireWriter();
        chain.forEach(list::vector24);
        return new WireWriter().vector24(list.toByteArray()).toByteArray();
    }
}
