package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The duration of media that the agent would like in a packet.
 *
 * <pre>
 * a=ptime:&lt;packet time&gt;
 * </pre>
 *
 * @param millis milliseconds, above 0, mostly whole
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-6.4 RFC 8866 6.4
 */
public record PtimeAttribute(BigDecimal millis) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<PtimeAttribute> TYPE = new SdpAttributeType<>("ptime", PtimeAttribute::parse);

    /** Checks the value. */
    public PtimeAttribute {
        SdpText.require(millis.signum() > 0, "ptime in milliseconds must be above 0", millis);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable PtimeAttribute parse(String value) {
        BigDecimal millis = SdpText.decimal(value.strip());
        return millis == null || millis.signum() <= 0 ? null : new PtimeAttribute(millis);
    }

    /** Returns the attribute for a whole number of milliseconds. */
    public static PtimeAttribute of(int millis) {
        return new PtimeAttribute(BigDecimal.valueOf(millis));
    }

    /** Returns the value. */
    public String write() {
        return millis.toPlainString();
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
