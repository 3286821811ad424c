package dev.plumb.sctp.packet;

/**
 * A parameter of an INIT that its receiver did not know, sent back in the INIT ACK.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |           Type = 8            |            Length             |
 * +-------------------------------+-------------------------------+
 * |                    the whole parameter                        |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.3.3.2 RFC 9260 3.3.3.2, Unrecognized Parameters
 */
public record UnrecognizedParameter(byte[] parameter) implements SctpParameter {
    public static final int TYPE = 8;

    @Override
    public Tlv toTlv() {
        return new Tlv(TYPE, parameter);
    }
}
