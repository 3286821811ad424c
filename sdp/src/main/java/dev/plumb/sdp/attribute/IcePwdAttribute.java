package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * The ICE password of the agent that writes it.
 *
 * <pre>
 * a=ice-pwd:&lt;password&gt;
 * </pre>
 *
 * @param password 22..256 characters
 * @spec https://www.rfc-editor.org/rfc/rfc8839#section-5.4 RFC 8839 5.4
 */
public record IcePwdAttribute(String password) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<IcePwdAttribute> TYPE =
            new SdpAttributeType<>("ice-pwd", IcePwdAttribute::parse);

    /** Checks the value. */
    public IcePwdAttribute {
        SdpText.require(isGood(password), "an ICE password must be one word of 22..256 characters", password);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable IcePwdAttribute parse(String value) {
        String password = value.strip();
        return isGood(password) ? new IcePwdAttribute(password) : null;
    }

    private static boolean isGood(String password) {
        return password.length() >= 22 && password.length() <= 256 && SdpText.isWord(password);
    }

    /** Returns the value. */
    public String write() {
        return password;
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
