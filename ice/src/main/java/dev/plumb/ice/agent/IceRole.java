package dev.plumb.ice.agent;

/**
 * The ICE role: the controlling side decides which pair is used.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-6.1.1 RFC 8445 6.1.1, Determining Role
 */
public enum IceRole {
    /** Nominates. */
    CONTROLLING,
    /** The controlled side, which accepts the nomination. */
    CONTROLLED;

    /** Returns the opposite role. */
    public IceRole other() {
        return this == CONTROLLING ? CONTROLLED : CONTROLLING;
    }
}
