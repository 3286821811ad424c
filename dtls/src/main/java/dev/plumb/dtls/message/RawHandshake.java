package dev.plumb.dtls.message;

/**
 * A whole handshake message, its body not yet looked at.
 *
 * @param type one of {@link HandshakeType}
 * @param messageSeq the message number
 * @param body the body
 */
public record RawHandshake(int type, int messageSeq, byte[] body) {
    /** Returns the header, as of one unbroken fragment, and the body. The hashes are computed over these. */
    public byte[] toBytes() {
        byte[] out = new byte[HandshakeFragment.HEADER_BYTES + body.length];
        new HandshakeFragment(type, body.length, messageSeq, 0, body.length).write(out, 0);
        System.arraycopy(body, 0, out, HandshakeFragment.HEADER_BYTES, body.length);
        return out;
    }

    /** Returns the header in the form of TLS, and the body. DTLS 1.3's hashes are computed over these. */
    public byte[] toTlsBytes() {
        return new WireWriter().u8(type).vector24(body).toByteArray();
    }

    @Override
    public String toString() {
        return "RawHandshake[type " + type + ", seq " + messageSeq + ", " + body.length + " bytes]";
    }
}
