package dev.plumb.dtls;

/** The state of a {@link DtlsConnection}. */
public sealed interface DtlsState {
    /** Not started; a ClientHello is answered already. */
    record New() implements DtlsState {}

    /**
     * Started, the handshake is not complete.
     *
     * @param role the role of this end
     */
    record Connecting(DtlsRole role) implements DtlsState {}

    /**
     * The handshake is complete and the peer's fingerprint matched.
     *
     * @param session the result of the handshake
     */
    record Connected(DtlsSession session) implements DtlsState {}

    /** Closed by either side. */
    record Closed() implements DtlsState {}

    /**
     * Failed for good.
     *
     * @param cause why
     * @param detail the reason in a sentence
     */
    record Failed(DtlsFailure cause, String detail) implements DtlsState {}
}
