package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import org.jspecify.annotations.Nullable;

/**
 * Names a DTLS association, so that a new one can be told from the old.
 *
 * <pre>
 * a=tls-id:&lt;id&gt;
 * </pre>
 *
 * @param id 20..255 characters
 * @spec https://www.rfc-editor.org/rfc/rfc8842#section-4 RFC 8842 4
 */
public record TlsIdAttribute(String id) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<TlsIdAttribute> TYPE = new SdpAttributeType<>("tls-id", TlsIdAttribute::parse);

    /** Checks the value. */
    public TlsIdAttribute {
        SdpText.require(isGood(id), "a tls-id must be one word of 20..255 characters", id);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable TlsIdAttribute parse(String value) {
        String id = value.strip();
        return isGood(id) ? new TlsIdAttribute(id) : null;
    }

    private static boolean isGood(String id) {
        return id.length() >= 20 && id.length() <= 255 && SdpText.isWord(id);
    }

    /** Returns the value. */
    public String write() {
        return id;
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
