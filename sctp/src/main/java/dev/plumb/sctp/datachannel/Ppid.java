package dev.plumb.sctp.datachannel;

/**
 * Payload protocol identifiers of data channels.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8831#section-8 RFC 8831 8, IANA Considerations
 */
public final class Ppid {
    /** A message of DCEP. */
    public static final long DCEP = 50;
    /** UTF-8. */
    public static final long STRING = 51;
    /** Deprecated: a part of a binary message. */
    public static final long BINARY_PARTIAL = 52;
    /** Bytes. */
    public static final long BINARY = 53;
    /** Deprecated: a part of a string. */
    public static final long STRING_PARTIAL = 54;
    /** The empty string, as one zero byte. */
    public static final long STRING_EMPTY = 56;
    /** No bytes, as one zero byte. */
    public static final long BINARY_EMPTY = 57;

    private Ppid() {}
}
