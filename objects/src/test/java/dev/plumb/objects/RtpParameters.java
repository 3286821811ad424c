package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;

/** Parameters made of an agent's capabilities, for tests. */
final class RtpParameters {
    private RtpParameters() {}

    /** All codecs and header extensions. */
    static RTCRtpParameters of(Agent agent, MediaKind kind, String muxId) {
        RTCRtpCapabilities can = agent.getReceiverCapabilities(kind);
        return RTCRtpParameters.of(
                        muxId,
                        can.codecs().stream()
                                .map(RTCRtpCodecCapability::toParameters)
                                .toList())
                .withHeaderExtensions(can.headerExtensions().stream()
                        .map(RTCRtpHeaderExtension::toParameters)
                        .toList());
    }

    /** The same with one encoding of a codec. */
    static RTCRtpParameters of(Agent agent, MediaKind kind, String muxId, String codec) {
        RTCRtpParameters all = of(agent, kind, muxId);
        return all.withEncodings(
                List.of(RTCRtpEncodingParameters.DEFAULT.withCodecPayloadType(payloadType(all, codec))));
    }

    static int payloadType(RTCRtpParameters parameters, String codec) {
        return parameters.codecs().stream()
                .filter(c -> c.is(codec))
                .findFirst()
                .orElseThrow()
                .payloadType();
    }
}
