package dev.plumb.sctp.packet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of INIT, INIT ACK or RE-CONFIG; {@link Tlv} on the wire.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9260#section-3.2.1 RFC 9260 3.2.1, Optional/Variable-Length Parameter Format
 */
public sealed interface SctpParameter
        permits AddIncomingStreamsRequest,
                AddOutgoingStreamsRequest,
                ForwardTsnSupportedParameter,
                IncomingSsnResetRequest,
                OutgoingSsnResetRequest,
                ReConfigResponse,
                SsnTsnResetRequest,
                StateCookieParameter,
                SupportedExtensionsParameter,
                UnknownParameter,
                UnrecognizedParameter,
                ZeroChecksumParameter {
    /** Returns the parameter on the wire. */
    Tlv toTlv();

    /** Returns all parameters in {@code [from, to)}, or null if one is malformed. */
    static @Nullable List<SctpParameter> parseAll(byte[] a, int from, int to) {
        List<Tlv> tlvs = Tlv.parseAll(a, from, to);
        if (tlvs == null) {
            return null;
        }
        List<SctpParameter> parameters = new ArrayList<>(tlvs.size());
        for (Tlv tlv : tlvs) {
            SctpParameter parameter = of(tlv);
            if (parameter == null) {
                return null;
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static @Nullable SctpParameter of(Tlv tlv) {
        return switch (tlv.type()) {
            case StateCookieParameter.TYPE -> new StateCookieParameter(tlv.value());
            case UnrecognizedParameter.TYPE -> new UnrecognizedParameter(tlv.value());
            case ForwardTsnSupportedParameter.TYPE -> new ForwardTsnSupportedParameter();
            case SupportedExtensionsParameter.TYPE -> SupportedExtensionsParameter.parse(tlv.value());
            case OutgoingSsnResetRequest.TYPE -> OutgoingSsnResetRequest.parse(tlv.value());
            case IncomingSsnResetRequest.TYPE -> IncomingSsnResetRequest.parse(tlv.value());
            case SsnTsnResetRequest.TYPE -> SsnTsnResetRequest.parse(tlv.value());
            case ReConfigResponse.TYPE -> ReConfigResponse.parse(tlv.value());
            case AddOutgoingStreamsRequest.TYPE -> AddOutgoingStreamsRequest.parse(tlv.value());
            case AddIncomingStreamsRequest.TYPE -> AddIncomingStreamsRequest.parse(tlv.value());
            case ZeroChecksumParameter.TYPE -> ZeroChecksumParameter.parse(tlv.value());
            default -> new UnknownParameter(tlv);
        };
    }

    /** Returns the length of several parameters on the wire, without the last one's padding. */
    static int byteLengthOf(List<SctpParameter> parameters) {
        return Tlv.byteLengthOf(parameters.stream().map(SctpParameter::toTlv).toList());
    }

    /** Writes several, one behind the other. */
    static void writeAll(List<SctpParameter> parameters, byte[] a, int at) {
        Tlv.writeAll(parameters.stream().map(SctpParameter::toTlv).toList(), a, at);
    }
}
