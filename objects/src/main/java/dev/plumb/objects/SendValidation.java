package dev.plumb.objects;

import dev.plumb.media.codec.Codecs;
import dev.plumb.media.codec.MediaKind;
import java.util.HashSet;
import java.util.Set;

/** Whether parameters can be sent; says at once what is wrong with them. */
final class SendValidation {
    private SendValidation() {}

    static void check(RTCRtpParameters parameters, MediaKind kind, Codecs codecs) {
        boolean any = false;
        for (RTCRtpCodecParameters codec : parameters.codecs()) {
            boolean known = codecs.providerOf(codec.toFormat(kind)).isPresent();
            if (!known && !codec.isAuxiliary()) {
                throw RTCException.invalidAccess("there is no codec for " + codec.name() + " of " + kind.spec());
            }
            any |= known;
        }
        if (!any) {
            throw RTCException.invalidAccess("the parameters hold no codec that can carry " + kind.spec());
        }
        Set<Long> ssrcs = new HashSet<>();
        for (RTCRtpEncodingParameters e : parameters.encodings()) {
            if ((e.ssrc().isPresent() && !ssrcs.add(e.ssrc().getAsLong()))
                    || (e.rtxSsrc().isPresent() && !ssrcs.add(e.rtxSsrc().getAsLong()))) {
                throw RTCException.invalidAccess("two streams have the same SSRC");
            }
            if (e.codecPayloadType().isPresent()
                    && parameters
                            .codec(e.codecPayloadType().getAsInt())
                            .filter(c -> !c.isAuxiliary())
                            .isEmpty()) {
                throw RTCException.invalidAccess(
                        "codecPayloadType " + e.codecPayloadType().getAsInt() + " names no codec that carries media");
            }
        }
    }

    /** The codec of an encoding: the one it names, else the first that carries media. */
    static RTCRtpCodecParameters codecOf(RTCRtpParameters parameters, RTCRtpEncodingParameters encoding) {
        return encoding.codecPayloadType().stream()
                .boxed()
                .flatMap(pt -> parameters.codec(pt).stream())
                .findFirst()
                .or(() -> parameters.codecs().stream()
                        .filter(c -> !c.isAuxiliary())
                        .findFirst())
                .orElseThrow();
    }
}
