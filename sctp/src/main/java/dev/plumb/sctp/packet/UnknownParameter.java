package dev.plumb.sctp.packet;

/**
 * A parameter of a type not known here, or of no use over DTLS. The upper two bits of the type say what to do with it.
 *
 * <pre>
 * +-+-+---------------------------+-------------------------------+
 * |S|R|          Type             |            Length             |   S: skip it and go on, else stop here
 * +-+-+---------------------------+-------------------------------+   R: report it
 * |                             Value                             |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.2.1 RFC 9260 3.2.1, Optional/Variable-Length Parameter Format
 */
public record UnknownParameter(Tlv tlv) implements SctpParameter {
    /** Addresses, cookie preservative, supported address types: defined, and without a meaning over DTLS. */
    private static boolean isMeaninglessOverDtls(int type) {
        return type == 5 || type == 6 || type == 9 || type == 11 || type == 12;
    }

    /** Returns whether the parameters behind it are to be processed. */
    public boolean isSkipped() {
        return (tlv.type() & 0x8000) != 0 || isMeaninglessOverDtls(tlv.type());
    }

    /** Returns whether the parameter is to be reported to its sender. */
    public boolean isReported() {
        return (tlv.type() & 0x4000) != 0;
    }

    @Override
    public Tlv toTlv() {
        return tlv;
    }
}
