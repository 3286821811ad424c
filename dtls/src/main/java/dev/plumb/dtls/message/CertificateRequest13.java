package dev.plumb.dtls.message;

import org.jspecify.annotations.Nullable;

/**
 * DTLS 1.3 asks for a certificate.
 *
 * <pre>
 * +--------------------+------------------------+
 * | length (8) context | length (16) extensions |
 * +--------------------+------------------------+
 * </pre>
 *
 * @param context empty in a handshake
 * @param extensions signature_algorithms, at least
 * @spec https://www.rfc-editor.org/rfc/rfc8446#section-4.3.2 RFC 8446 4.3.2, Certificate Request
 */
public record CertificateRequest13(byte[] context, Extensions extensions) implements HandshakeMessage {
    public static @Nullable CertificateRequest13 parse(byte[] body) {
        WireReader in = new WireReader(body);
        byte[] context = in.vector8();
        Extensions extensions = Extensions.parseBlock(in);
        return in.complete() && extensions != null ? new CertificateRequest13(context, extensions) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    @Override
    public byte[] toBytes() {
        WireWriter out = new WireWriter().vector8(context);
        extensions.writeBlock(out);
        return out.toByteArray();
    }
}
