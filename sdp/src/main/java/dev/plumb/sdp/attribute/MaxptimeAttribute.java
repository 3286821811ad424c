package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The most media that a packet may hold.
 *
 * <pre>
 * a=maxptime:&lt;packet time&gt;
 * </pre>
 *
 * @param millis milliseconds, above 0, mostly whole
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-6.5 RFC 8866 6.5
 */
public record MaxptimeAttribute(BigDecimal millis) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<MaxptimeAttribute> TYPE =
            new SdpAttributeType<>("maxptime", MaxptimeAttribute::parse);

    /** Checks the value. */
    public MaxptimeAttribute {
        SdpText.require(millis.signum() > 0, "maxptime in milliseconds must be above 0", millis);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable MaxptimeAttribute parse(String value) {
        BigDecimal millis = SdpText.decimal(value.strip());
        return millis == null || millis.signum() <= 0 ? null : new MaxptimeAttribute(millis);
    }

    /** Returns the attribute for a whole number of milliseconds. */
    public static MaxptimeAttribute of(int millis) {
        return new MaxptimeAttribute(BigDecimal.valueOf(millis));
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
