package dev.plumb.dtls.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request for the client's certificate.
 *
 * <pre>
 * +-----------------------------+---------------------------+---------------------------+
 * | length (8) types (8 each)   | length (16) schemes       | length (16) authorities   |
 * +-----------------------------+---------------------------+---------------------------+
 * </pre>
 *
 * @param certificateTypes kinds of certificates
 * @param schemes numbers of signature schemes
 * @param authorities names of issuers; we send none and look at none
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.4 RFC 5246 7.4.4, Certificate Request
 */
public record CertificateRequest(byte[] certificateTypes, List<Integer> schemes, byte[] authorities)
        implements HandshakeMessage {
    public static final byte RSA_SIGN = 1;
    public static final byte ECDSA_SIGN = 64;

    public static @Nullable CertificateRequest parse(byte[] body) {
        WireReader in = new WireReader(body);
        byte[] types = in.vector8();
        List<Integer> schemes = new WireReader(in.vector16()).list16();
        byte[] authorities = in.vector16();
        return in.complete() ? new CertificateRequest(types, schemes, authorities) : null;
    }

    @Override
    public int type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    @Override
    public byte[] toBytes() {
        WireWriter list = new WireWriter();
        schemes.forEach(list::u16);
        return new WireWriter()
                .vector8(certificateTypes)
                .vector16(list.toByteArray())
                .vector16(authorities)
                .toByteArray();
    }
}
