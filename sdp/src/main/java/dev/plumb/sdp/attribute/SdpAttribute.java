package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;

/**
 * An attribute as text: {@code name} (a flag) or {@code name:value}.
 *
 * @param text all that follows {@code a=}
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5.13 RFC 8866 5.13
 */
public record SdpAttribute(String text) implements Attribute {
    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException where it has a line end
     */
    public SdpAttribute {
        SdpText.requireOneLine(text, "an attribute");
    }

    /**
     * Returns the attribute {@code name:value}.
     *
     * @throws IllegalArgumentException where the name has a colon or either has a line end
     */
    public static SdpAttribute of(String name, String value) {
        return new SdpAttribute(checkedName(name) + ":" + value);
    }

    /**
     * Returns the attribute {@code name} without a value.
     *
     * @throws IllegalArgumentException where the name has a colon or a line end
     */
    public static SdpAttribute flag(String name) {
        return new SdpAttribute(checkedName(name));
    }

    private static String checkedName(String name) {
        SdpText.require(name.indexOf(':') < 0, "an attribute's name must have no colon", name);
        return name;
    }

    /** Returns the name as written. It is looked up without regard to case, since some gateways write it so. */
    public String name() {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** Returns the text behind the first colon, or empty for a flag. */
    public String value() {
        return text.substring(text.indexOf(':') < 0 ? text.length() : text.indexOf(':') + 1);
    }

    /** Returns whether there is no colon, and so no value at all. */
    public boolean isFlag() {
        return text.indexOf(':') < 0;
    }

    @Override
    public SdpAttribute attribute() {
        return this;
    }

    @Override
    public String toString() {
        return text;
    }
}
