package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocol on an SCTP port, as peers wrote before {@code sctp-port}.
 *
 * <pre>
 * a=sctpmap:&lt;sctp port&gt; &lt;application&gt; [&lt;streams&gt;]
 * </pre>
 *
 * @param port 0..65535
 * @param application the application, such as {@code webrtc-datachannel}
 * @param parameters all after it, mostly the number of streams; empty where there is nothing
 * @spec https://datatracker.ietf.org/doc/html/draft-ietf-mmusic-sctp-sdp-05 draft-ietf-mmusic-sctp-sdp-05
 */
public record SctpmapAttribute(int port, String application, String parameters) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<SctpmapAttribute> TYPE =
            new SdpAttributeType<>("sctpmap", SctpmapAttribute::parse);

    /** Checks the port and application. */
    public SctpmapAttribute {
        SdpText.requireRange(port, 0, 65535, "SCTP port");
        SdpText.requireWord(application, "application");
        SdpText.requireOneLine(parameters, "sctpmap parameters");
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable SctpmapAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        int port = fields.size() < 2 ? -1 : SdpText.number(fields.getFirst(), 65535);
        return port < 0
                ? null
                : new SctpmapAttribute(port, fields.get(1), String.join(" ", fields.subList(2, fields.size())));
    }

    /** Returns the number of streams, or -1 if it is absent. */
    public int streams() {
        List<String> fields = SdpText.fields(parameters);
        return fields.isEmpty() ? -1 : SdpText.number(fields.getFirst(), 65535);
    }

    /** Returns the value. */
    public String write() {
        return port + " " + application + (parameters.isEmpty() ? "" : " " + parameters);
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
