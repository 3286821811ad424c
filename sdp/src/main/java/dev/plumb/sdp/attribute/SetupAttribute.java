package dev.plumb.sdp.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The role in the DTLS handshake: the active side begins it.
 *
 * <pre>
 * a=setup:&lt;active | passive | actpass | holdconn&gt;
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc4145#section-4 RFC 4145 4
 */
public enum SetupAttribute implements Attribute {
    /** The agent begins: it is the DTLS client. */
    ACTIVE("active"),
    /** The agent waits: it is the DTLS server. */
    PASSIVE("passive"),
    /** Either; what an offer says. */
    ACTPASS("actpass"),
    /** None for now. */
    HOLDCONN("holdconn");

    /** The key for lookups. */
    public static final SdpAttributeType<SetupAttribute> TYPE = new SdpAttributeType<>("setup", SetupAttribute::parse);

    private final String value;

    SetupAttribute(String value) {
        this.value = value;
    }

    /** Reads the value; null where it is unknown. */
    public static @Nullable SetupAttribute parse(String value) {
        for (SetupAttribute setup : values()) {
            if (setup.value.equalsIgnoreCase(value.strip())) {
                return setup;
            }
        }
        return null;
    }

    /** Returns the value. */
    public String write() {
        return value;
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(value);
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
