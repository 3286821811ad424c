package dev.plumb.dtls.message;

/**
 * A handshake message that we understand.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4 RFC 5246 7.4, Handshake Protocol
 */
public sealed interface HandshakeMessage
        permits ClientHello,
                ServerHello,
                HelloVerifyRequest,
                Certificate,
                ServerKeyExchange,
                CertificateRequest,
                ServerHelloDone,
                ClientKeyExchange,
                CertificateVerify,
                Finished,
                EncryptedExtensions,
                CertificateRequest13,
                Certificate13,
                KeyUpdate {
    /** Returns the type, one of {@link HandshakeType}. */
    int type();

    /** Returns the body, without the header. */
    byte[] toBytes();
}
