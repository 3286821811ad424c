package dev.plumb.objects;

/**
 * The loggers, one for each subsystem. INFO reports a change of state, DEBUG a decision with its reason. No packet is
 * logged.
 */
final class Logs {
    static final System.Logger AGENT = System.getLogger("dev.plumb.agent");
    static final System.Logger ICE = System.getLogger("dev.plumb.ice");
    static final System.Logger DTLS = System.getLogger("dev.plumb.dtls");
    static final System.Logger SCTP = System.getLogger("dev.plumb.sctp");
    static final System.Logger MEDIA = System.getLogger("dev.plumb.media");

    private Logs() {}
}
