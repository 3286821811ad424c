package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * One line, {@code <type>=<value>}, exactly as written but for its line end.
 *
 * @param type the letter before the equals sign, printable ASCII
 * @param value all after it; may be empty; holds no CR and no LF
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5 RFC 8866 5
 */
public record SdpLine(char type, String value) {
    /**
     * Checks the line.
     *
     * @throws IllegalArgumentException where the type is no printable ASCII character or the value has a line end
     */
    public SdpLine {
        SdpText.require(isType(type), "a line's type must be a printable ASCII character", type);
        SdpText.requireOneLine(value, "a line's value");
    }

    /** Returns the {@code a=} line of an attribute. */
    public static SdpLine of(Attribute attribute) {
        return new SdpLine('a', attribute.attribute().text());
    }

    /** Reads one line without its line end; null where it does not begin with {@code x=}. */
    public static @Nullable SdpLine parse(String text) {
        boolean good = text.length() >= 2 && text.charAt(1) == '=' && isType(text.charAt(0)) && SdpText.isOneLine(text);
        return good ? new SdpLine(text.charAt(0), text.substring(2)) : null;
    }

    private static boolean isType(char type) {
        return type > ' ' && type < 0x7f;
    }

    /** Returns the attribute of an {@code a=} line, or null for any other line. */
    public @Nullable SdpAttribute attribute() {
        return type == 'a' ? new SdpAttribute(value) : null;
    }

    /** Returns whether this is an {@code a=} line with an attribute of this name. */
    public boolean isAttribute(String name) {
        return type == 'a'
                && value.regionMatches(true, 0, name, 0, name.length())
                && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /** Returns the line without its line end. */
    public String write() {
        return type + "=" + value;
    }

    @Override
    public String toString() {
        return write();
    }
}
