package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * Proves that the client holds its certificate's key.
 *
 * <pre>
 * +-------------+-----------------------+
 * | scheme (16) | length (16) signature |
 * +-------------+-----------------------+
 * </pre>
 *
 * @param scheme number of the signature's scheme
 * @param signature the signature over all messages before this one
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.8 RFC 5246 7.4.8, Certificate Verify
 */
public record CertificateVerify(int scheme, byte[] signature) implements HandshakeMessage {
    public static @Nullable CertificateVerify parse(byte[] body) {
        WireReader in = new WireReader(body);
        int scheme = in.u16();
        byte[] signature = in.vector16();
        return in.complete() ? new CertificateVerify(scheme, signature) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_VERIFY;
    }

    @Override
    public byte[] toBytes() {
        return new WireWriter().u16(scheme).vector16(signature).toByteArray();
    }
}
