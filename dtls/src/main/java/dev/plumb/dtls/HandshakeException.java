package dev.plumb.dtls;

/** The exception that ends a handshake from inside. It never leaves the connection. */
final class HandshakeException extends Exception {
    private static final long serialVersionUID = 1;

    private final AlertDescription alert;
    private final DtlsFailure failure;

    HandshakeException(AlertDescription alert, String detail) {
        this(alert, DtlsFailure.HANDSHAKE, detail);
    }

    HandshakeException(AlertDescription alert, DtlsFailure failure, String detail) {
        super(detail, null, false, false);
        this.alert = alert;
        this.failure = failure;
    }

    /** Returns the alert that the peer is sent. */
    AlertDescription alert() {
        return alert;
    }

    DtlsFailure failure() {
        return failure;
    }

    /** Returns a sentence that describes the error. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
