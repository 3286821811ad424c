package dev.plumb.sctp.packet;

/**
 * The parameter that announces support for FORWARD TSN, and so for partial reliability.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |        Type = 0xc000          |          Length = 4           |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3758#section-3.1 RFC 3758 3.1, Forward-TSN-Supported Parameter
 */
public record ForwardTsnSupportedParameter() implements SctpParameter {
    public static final int TYPE = 0xc000;

    @Override
    public Tlv toTlv() {
        return new Tlv(TYPE, new byte[0]);
    }
}
