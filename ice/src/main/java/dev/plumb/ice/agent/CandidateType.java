package dev.plumb.ice.agent;

/**
 * The type of a candidate, with the type preference of its priority.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-5.1.2.2 RFC 8445 5.1.2.2, Guidelines for Choosing Type and Local Preferences
 */
public enum CandidateType {
    /** An address of the agent's own. */
    HOST("host", 126),
    /** Seen by the peer first, in a check. */
    PEER_REFLEXIVE("prflx", 110),
    /** Seen by a STUN server. */
    SERVER_REFLEXIVE("srflx", 100),
    /** An address of a TURN server. */
    RELAYED("relay", 0);

    private final String spec;
    private final int preference;

    CandidateType(String spec, int preference) {
        this.spec = spec;
        this.preference = preference;
    }

    /** Returns the name of the type in descriptions. */
    public String spec() {
        return spec;
    }

    /** Returns the type preference, 0 to 126. */
    public int preference() {
        return preference;
    }
}
