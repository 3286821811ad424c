package dev.plumb.ice.stun;

/**
 * The numbers of STUN attributes. A receiver must understand those below 0x8000.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8489#section-18.3 RFC 8489 18.3, STUN Attributes Registry
 * @spec https://www.rfc-editor.org/rfc/rfc8445#section-16.1 RFC 8445 16.1, STUN Attributes
 */
public final class AttributeType {
    /** The reflexive address, in the clear. */
    public static final int MAPPED_ADDRESS = 0x0001;
    /** USERNAME: the user names of both sides. */
    public static final int USERNAME = 0x0006;
    /** HMAC-SHA1 over the message. */
    public static final int MESSAGE_INTEGRITY = 0x0008;
    /** Why a request was refused. */
    public static final int ERROR_CODE = 0x0009;
    /** The attributes that were not understood. */
    public static final int UNKNOWN_ATTRIBUTES = 0x000a;
    /** Realm of long-term credentials. */
    public static final int REALM = 0x0014;
    /** Nonce of long-term credentials. */
    public static final int NONCE = 0x0015;
    /** The reflexive address, masked. */
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    /** Priority that a peer-reflexive candidate would have. */
    public static final int PRIORITY = 0x0024;
    /** The controlling agent nominates this pair. */
    public static final int USE_CANDIDATE = 0x0025;
    /** SOFTWARE: the sender's software. */
    public static final int SOFTWARE = 0x8022;
    /** Another server to ask. */
    public static final int ALTERNATE_SERVER = 0x8023;
    /** CRC over the message. */
    public static final int FINGERPRINT = 0x8028;
    /** The sender believes that it is controlled; its tie-breaker. */
    public static final int ICE_CONTROLLED = 0x8029;
    /** The sender believes that it is controlling; its tie-breaker. */
    public static final int ICE_CONTROLLING = 0x802a;

    private AttributeType() {}

    /** Returns whether a message with an attribute of this type must be refused by a receiver that does not know it. */
    public static boolean isComprehensionRequired(int type) {
        return type < 0x8000;
    }
}
