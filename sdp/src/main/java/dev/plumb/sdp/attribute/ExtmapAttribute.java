package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RTP header extension and the id it bears. An encrypted one is named by the encryption's URI, with the
 * real one as its first attribute.
 *
 * <pre>
 * a=extmap:&lt;id&gt;[/&lt;direction&gt;] &lt;URI&gt; [&lt;extension attributes&gt;]
 * </pre>
 *
 * @param id 1..255 on the wire, 4096..4351 while only offered
 * @param direction empty where not said, else sendrecv, sendonly, recvonly, inactive
 * @param uri the URI as written
 * @param extensionAttributes all after the URI; empty where there is nothing
 * @spec https://www.rfc-editor.org/rfc/rfc8285#section-5 RFC 8285 5
 * @spec https://www.rfc-editor.org/rfc/rfc6904 RFC 6904
 */
public record ExtmapAttribute(int id, String direction, String uri, String extensionAttributes) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<ExtmapAttribute> TYPE =
            new SdpAttributeType<>("extmap", ExtmapAttribute::parse);

    /** The URI that says another extension, the first attribute, is encrypted. */
    public static final String ENCRYPT_URI = "urn:ietf:params:rtp-hdrext:encrypt";

    private static final int LARGEST_ID = 4351;

    /** Checks the id, direction and URI. */
    public ExtmapAttribute {
        SdpText.requireRange(id, 1, LARGEST_ID, "extension id");
        SdpText.require(
                direction.isEmpty() || DirectionAttribute.parse(direction) != null,
                "direction must be a direction or empty",
                direction);
        SdpText.requireWord(uri, "URI");
        SdpText.requireOneLine(extensionAttributes, "extension attributes");
    }

    /** Returns a mapping for both directions, without attributes. */
    public static ExtmapAttribute of(int id, String uri) {
        return new ExtmapAttribute(id, "", uri, "");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable ExtmapAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if (fields.size() < 2) {
            return null;
        }
        String first = fields.getFirst();
        int slash = first.indexOf('/');
        int id = SdpText.number(slash < 0 ? first : first.substring(0, slash), LARGEST_ID);
        String direction = slash < 0 ? "" : first.substring(slash + 1);
        if (id < 1 || (slash >= 0 && DirectionAttribute.parse(direction) == null)) {
            return null;
        }
        return new ExtmapAttribute(id, direction, fields.get(1), String.join(" ", fields.subList(2, fields.size())));
    }

    /** Returns whether the extension is to be encrypted (RFC 6904). */
    public boolean isEncrypted() {
        return uri.equals(ENCRYPT_URI);
    }

    /** Returns the URI of the extension: for an encrypted one the URI within, or empty if that is missing. */
    public String extensionUri() {
        if (!isEncrypted()) {
            return uri;
        }
        List<String> fields = SdpText.fields(extensionAttributes);
        return fields.isEmpty() ? "" : fields.getFirst();
    }

    /** Returns the value. */
    public String write() {
        return id
                + (direction.isEmpty() ? "" : "/" + direction)
                + " "
                + uri
                + (extensionAttributes.isEmpty() ? "" : " " + extensionAttributes);
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
