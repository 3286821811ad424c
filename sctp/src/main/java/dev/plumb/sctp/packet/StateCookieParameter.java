package dev.plumb.sctp.packet;

/**
 * The cookie in an INIT ACK.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 7            |            Length             |
 * +-------------------------------+-------------------------------+
 * |                            Cookie                             |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.3.1 RFC 9260 3.3.3.1, State Cookie
 */
public record StateCookieParameter(byte[] cookie) implements SctpParameter {
    public static final int TYPE = 7;

    @Override
    public Tlv toTlv() {
        return new Tlv(TYPE, cookie);
    }
}
