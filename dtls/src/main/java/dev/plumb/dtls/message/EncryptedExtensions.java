package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * The answers to the client's extensions that others need not see.
 *
 * <pre>
 * +------------------------+
 * | length (16) extensions |
 * +------------------------+
 * </pre>
 *
 * @param extensions the answers
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.3.1 RFC 8446 4.3.1, Encrypted Extensions
 */
public record EncryptedExtensions(Extensions extensions) implements HandshakeMessage {
    public static @Nullable EncryptedExtensions parse(byte[] body) {
        WireReader in = new WireReader(body);
        Extensions extensions = Extensions.parseBlock(in);
        return in.complete() && extensions != null ? new EncryptedExtensions(extensions) : null;
    }

    @Override
    public int type() {
        return HandshakeType.ENCRYPTED_EXTENSIONS;
    }

    @Override
    public byte[] toBytes() {
        WireWriter out = new WireWriter();
        extensions.writeBlock(out);
        return out.toByteArray();
    }
}
