package dev.plumb.objects;

import dev.plumb.rtp.packet.HeaderExtensionIds;
import dev.plumb.rtp.payload.PayloadFormat;
import dev.plumb.rtp.rtp.PayloadType;
import dev.plumb.rtp.rtp.ReceiverConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects' dictionaries as the engines of RTP take them. */
final class RtpMapping {
    private RtpMapping() {}

    static HeaderExtensionIds extensionIds(RTCRtpParameters parameters) {
        return extensionIds(parameters.headerExtensions());
    }

    static HeaderExtensionIds extensionIds(List<RTCRtpHeaderExtensionParameters> extensions) {
        Map<String, Integer> byUri = new HashMap<>();
        extensions.forEach(e -> byUri.putIfAbsent(e.uri(), e.id()));
        return HeaderExtensionIds.of(byUri);
    }

    static ReceiverConfig receiver(RTCRtpParameters parameters, boolean video) {
        Map<Integer, ReceiverConfig.Payload> payloads = new HashMap<>();
        Map<Integer, Integer> rtx = new HashMap<>();
        for (RTCRtpCodecParameters codec : parameters.codecs()) {
            PayloadFormat.ofName(codec.name()).ifPresent(f -> payloads.put(codec.payloadType(), payload(codec, f)));
        }
        for (RTCRtpCodecParameters codec : parameters.codecs()) {
            if (codec.is("rtx") && payloads.containsKey(codec.repairedPayloadType())) {
                rtx.put(codec.payloadType(), codec.repairedPayloadType());
            }
        }
        List<ReceiverConfig.Encoding> encodings = parameters.encodings().stream()
                .map(e -> new ReceiverConfig.Encoding(
                        e.ssrc().orElse(ReceiverConfig.NONE), e.rtxSsrc().orElse(ReceiverConfig.NONE), e.rid()))
                .toList();
        return new ReceiverConfig(parameters.muxId(), encodings, payloads, rtx, extensionIds(parameters), video);
    }

    private static ReceiverConfig.Payload payload(RTCRtpCodecParameters codec, PayloadFormat format) {
        return new ReceiverConfig.Payload(
                new PayloadType(codec.payloadType(), format, codec.clockRateHz()),
                codec.hasFeedback("nack", ""),
                codec.hasFeedback("nack", "pli"),
                codec.hasFeedback("ccm", "fir"),
                codec.hasFeedback("transport-cc", ""),
                codec.hasFeedback("goog-remb", ""));
    }
}
