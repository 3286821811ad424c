package dev.plumb.sdp.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The attributes without a value, but for {@link DirectionAttribute}.
 *
 * <pre>
 * a=&lt;flag&gt;
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.13 RFC 8866 5.13
 */
public enum FlagAttribute implements Attribute {
    /** The agent only answers checks; session level. RFC 8839 5.3. */
    ICE_LITE("ice-lite"),
    /** No more candidates will follow. RFC 8840. */
    END_OF_CANDIDATES("end-of-candidates"),
    /** RTP and RTCP share a port. RFC 5761 5.1. */
    RTCP_MUX("rtcp-mux"),
    /** RTCP may be of reduced size. RFC 5506 5. */
    RTCP_RSIZE("rtcp-rsize"),
    /** RTCP has no port of its own, whatever the peer says. RFC 8858. */
    RTCP_MUX_ONLY("rtcp-mux-only"),
    /** The section exists within its bundle only; its port is 0, yet it is not refused. RFC 9143 6. */
    BUNDLE_ONLY("bundle-only"),
    /** Header extensions with one-byte and two-byte headers may alternate. RFC 8285 6. */
    EXTMAP_ALLOW_MIXED("extmap-allow-mixed");

    private final String attributeName;

    FlagAttribute(String attributeName) {
        this.attributeName = attributeName;
    }

    /** Reads the attribute's text; null where it is none of these. */
    public static @Nullable FlagAttribute parse(String text) {
        for (FlagAttribute flag : values()) {
            if (flag.attributeName.equalsIgnoreCase(text.strip())) {
                return flag;
            }
        }
        return null;
    }

    /** Returns the attribute's name. */
    public String attributeName() {
        return attributeName;
    }

    /** Returns the attribute's text. */
    public String write() {
        return attributeName;
    }

    @Override
    public SdpAttribute attribute() {
        return SdpAttribute.flag(attributeName);
    }

    @Override
    public String toString() {
        return attributeName;
    }
}
