package dev.plumb.sdp;

import dev.plumb.sdp.attribute.CandidateAttribute;
import dev.plumb.sdp.attribute.ExtensionAttribute;
import dev.plumb.sdp.attribute.ExtmapAttribute;
import dev.plumb.sdp.attribute.FingerprintAttribute;
import dev.plumb.sdp.attribute.FmtpAttribute;
import dev.plumb.sdp.attribute.GroupAttribute;
import dev.plumb.sdp.attribute.IceOptionsAttribute;
import dev.plumb.sdp.attribute.IcePwdAttribute;
import dev.plumb.sdp.attribute.IceUfragAttribute;
import dev.plumb.sdp.attribute.ImageAttribute;
import dev.plumb.sdp.attribute.MaxMessageSizeAttribute;
import dev.plumb.sdp.attribute.MaxptimeAttribute;
import dev.plumb.sdp.attribute.MidAttribute;
import dev.plumb.sdp.attribute.MsidAttribute;
import dev.plumb.sdp.attribute.MsidSemanticAttribute;
import dev.plumb.sdp.attribute.PtimeAttribute;
import dev.plumb.sdp.attribute.RidAttribute;
import dev.plumb.sdp.attribute.RtcpAttribute;
import dev.plumb.sdp.attribute.RtcpFbAttribute;
import dev.plumb.sdp.attribute.RtpmapAttribute;
import dev.plumb.sdp.attribute.SctpPortAttribute;
import dev.plumb.sdp.attribute.SctpmapAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import dev.plumb.sdp.attribute.SetupAttribute;
import dev.plumb.sdp.attribute.SimulcastAttribute;
import dev.plumb.sdp.attribute.SsrcAttribute;
import dev.plumb.sdp.attribute.SsrcGroupAttribute;
import dev.plumb.sdp.attribute.TlsIdAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines that this package can read, by name, and the check that a description's known lines are well-formed. */
final class KnownLines {
    /** Every attribute with a typed view. */
    static final Map<String, SdpAttributeType<?>> ATTRIBUTES = List.<SdpAttributeType<?>>of(
                    CandidateAttribute.TYPE,
                    ExtensionAttribute.REQUIRED,
                    ExtensionAttribute.UNDERSTOOD,
                    ExtmapAttribute.TYPE,
                    FingerprintAttribute.TYPE,
                    FmtpAttribute.TYPE,
                    GroupAttribute.TYPE,
                    IceOptionsAttribute.TYPE,
                    IcePwdAttribute.TYPE,
                    IceUfragAttribute.TYPE,
                    ImageAttribute.TYPE,
                    MaxMessageSizeAttribute.TYPE,
                    MaxptimeAttribute.TYPE,
                    MidAttribute.TYPE,
                    MsidAttribute.TYPE,
                    MsidSemanticAttribute.TYPE,
                    PtimeAttribute.TYPE,
                    RidAttribute.TYPE,
                    RtcpAttribute.TYPE,
                    RtcpFbAttribute.TYPE,
                    RtpmapAttribute.TYPE,
                    SctpPortAttribute.TYPE,
                    SctpmapAttribute.TYPE,
                    SetupAttribute.TYPE,
                    SimulcastAttribute.TYPE,
                    SsrcAttribute.TYPE,
                    SsrcGroupAttribute.TYPE,
                    TlsIdAttribute.TYPE)
            .stream()
            .collect(Collectors.toUnmodifiableMap(SdpAttributeType::name, Function.identity()));

    private KnownLines() {}

    static List<SdpParse.Malformed> malformed(SessionDescription description) {
        List<SdpParse.Malformed> found = new ArrayList<>();
        check(description, 1, found);
        int lineNumber = description.lines().size() + 1;
        for (MediaDescription section : description.media()) {
            check(section, lineNumber + 1, found);
            lineNumber += 1 + section.lines().size();
        }
        return List.copyOf(found);
    }

    private static void check(SdpSection section, int firstLineNumber, List<SdpParse.Malformed> found) {
        int lineNumber = firstLineNumber;
        for (SdpLine line : section.lines()) {
            String what = malformed(line);
            if (what != null) {
                found.add(new SdpParse.Malformed(lineNumber, line.write(), "malformed " + what));
            }
            lineNumber++;
        }
    }

    /** Returns the kind of line that this malformed one should have been, or null if it is well-formed or unknown. */
    private static @Nullable String malformed(SdpLine line) {
        return switch (line.type()) {
            case 'o' -> Origin.parse(line.value()) == null ? "o= line" : null;
            case 'c' -> Connection.parse(line.value()) == null ? "c= line" : null;
            case 'b' -> Bandwidth.parse(line.value()) == null ? "b= line" : null;
            case 'a' -> malformed(new SdpAttribute(line.value()));
            default -> null;
        };
    }

    private static @Nullable String malformed(SdpAttribute attribute) {
        SdpAttributeType<?> type = ATTRIBUTES.get(attribute.name().toLowerCase(Locale.ROOT));
        return type != null && type.parse(attribute) == null ? "a=" + attribute.name() : null;
    }
}
