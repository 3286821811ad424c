package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * The ICE user name fragment of the agent that writes it.
 *
 * <pre>
 * a=ice-ufrag:&lt;ufrag&gt;
 * </pre>
 *
 * @param ufrag 4..256 characters
 * @spec https://www.rfc-editor.org/rfc/rfc8839#section-5.4 RFC 8839 5.4
 */
public record IceUfragAttribute(String ufrag) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<IceUfragAttribute> TYPE =
            new SdpAttributeType<>("ice-ufrag", IceUfragAttribute::parse);

    /** Checks the value. */
    public IceUfragAttribute {
        SdpText.require(isGood(ufrag), "an ICE user name fragment must be one word of 4..256 characters", ufrag);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable IceUfragAttribute parse(String value) {
        String ufrag = value.strip();
        return isGood(ufrag) ? new IceUfragAttribute(ufrag) : null;
    }

    private static boolean isGood(String ufrag) {
        return ufrag.length() >= 4 && ufrag.length() <= 256 && SdpText.isWord(ufrag);
    }

    /** Returns the value. */
    public String write() {
        return ufrag;
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(write());
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
