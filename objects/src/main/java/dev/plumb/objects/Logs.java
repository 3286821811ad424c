package dev.plumb.objects;

/** The loggers, by subsystem: INFO tells a state, DEBUG a decision with its reason; nothing is logged for each packet. */
final class Logs {
    static final System.Logger AGENT = System.getLogger("dev.plumb.agent");
    static final System.Logger ICE = System.getLogger("dev.plumb.ice");
    static final System.Logger DTLS = System.getLogger("dev.plumb.dtls");
    static final System.Logger SCTP = System.getLogger("dev.plumb.sctp");
    static final System.Logger MEDIA = System.getLogger("dev.plumb.media");

    private Logs() {}
}
