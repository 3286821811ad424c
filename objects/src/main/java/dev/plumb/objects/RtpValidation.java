package dev.plumb.objects;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.natives.CodecNatives;
import dev.plumb.rtp.packet.HeaderExtension;
import dev.plumb.rtp.payload.PayloadFormat;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The validation of parameters for sending or receiving. It reports what is wrong at once, before anything changes.
 *
 * @spec https://draft.ortc.org/#rtcrtpsender-interface-operations ORTC 5.5, send()
 */
final class RtpValidation {
    private static final Set<String> FEEDBACK = Set.of("ack", "ccm", "goog-remb", "nack", "transport-cc");

    private final Agent agent;
    private final MediaKind kind;
    private final boolean encoded;

    /**
     * @param encoded whether frames come and go encoded, so that no codec is needed, only a payload format
     */
    RtpValidation(Agent agent, MediaKind kind, boolean encoded) {
        this.agent = agent;
        this.kind = kind;
        this.encoded = encoded;
    }

    void check(RTCRtpParameters parameters, MustUnderstand extensions) {
        extensions.check(parameters.extensions());
        checkCodecs(parameters.codecs());
        checkHeaderExtensions(parameters.headerExtensions());
        checkSsrcs(parameters.encodings());
        checkNames(parameters.encodings());
        parameters.encodings().forEach(e -> checkEncoding(parameters, e));
    }

    private static RTCException notSupported(String message) {
        return new RTCException(RTCException.Name.NOT_SUPPORTED, message);
    }

    // ---- codecs -----------------------------------------------------------------------------------------------------

    private void checkCodecs(List<RTCRtpCodecParameters> codecs) {
        boolean any = false;
        for (RTCRtpCodecParameters codec : codecs) {
            checkFeedback(codec);
            if (codec.payloadType() >= 64 && codec.payloadType() <= 95) {
                throw RTCException.invalidAccess("payload types 64 to 95 cannot be told from RTCP");
            }
            if (codec.isAuxiliary()) {
                checkRepaired(codec, codecs);
            } else {
                checkCodec(codec);
                any = true;
            }
        }
        if (!any) {
            throw RTCException.invalidAccess("the parameters hold no codec that can carry " + kind.spec());
        }
    }

    private void checkCodec(RTCRtpCodecParameters codec) {
        if (encoded) {
            boolean fits = PayloadFormat.ofName(codec.name())
                    .filter(f -> f.isVideo() == (kind == MediaKind.VIDEO))
                    .isPresent();
            if (!fits) {
                throw RTCException.invalidAccess(
                        "there is no payload format for " + codec.name() + " of " + kind.spec());
            }
        } else if (agent.codecs().providerOf(codec.toFormat(kind)).isEmpty()) {
            throw RTCException.invalidAccess("there is no codec for " + codec.mimeType(kind) + " at "
                    + codec.clockRateHz() + " Hz with " + codec.channels() + " channels" + remedy(codec));
        }
    }

    private String remedy(RTCRtpCodecParameters codec) {
        List<String> here =
                agent.codecs().formats(kind).stream().map(CodecFormat::name).toList();
        return CodecNatives.remedy(kind, here, List.of(codec.name()));
    }

    private static void checkRepaired(RTCRtpCodecParameters codec, List<RTCRtpCodecParameters> codecs) {
        int repaired = codec.repairedPayloadType();
        if (codec.is("rtx") && codecs.stream().noneMatch(c -> c.payloadType() == repaired && !c.is("rtx"))) {
            throw RTCException.invalidAccess("rtx " + codec.payloadType() + " repairs a codec that is not there");
        }
    }

    private static void checkFeedback(RTCRtpCodecParameters codec) {
        for (RTCRtcpFeedback feedback : codec.rtcpFeedback()) {
            if (!FEEDBACK.contains(feedback.type())) {
                throw RTCException.invalidAccess("not a known kind of feedback: " + feedback.type());
            }
        }
    }

    // ---- header extensions ------------------------------------------------------------------------------------------

    private static void checkHeaderExtensions(List<RTCRtpHeaderExtensionParameters> extensions) {
        Set<String> uris = new HashSet<>();
        for (RTCRtpHeaderExtensionParameters e : extensions) {
            if (!uris.add(e.uri())) {
                throw RTCException.invalidAccess("two header extensions have the same URI: " + e.uri());
            }
            if (e.required() && (HeaderExtension.of(e.uri()).isEmpty() || e.encrypt())) {
                throw notSupported("a header extension that is required is not supported: " + e.uri());
            }
        }
    }

    // ---- encodings --------------------------------------------------------------------------------------------------

    private static void checkSsrcs(List<RTCRtpEncodingParameters> encodings) {
        Set<Long> ssrcs = new HashSet<>();
        for (RTCRtpEncodingParameters e : encodings) {
            // layers that build upon others may share their SSRC
            if (e.dependencyEncodingIds().isEmpty()) {
                requireNew(ssrcs, e.ssrc());
            }
            requireNew(ssrcs, e.rtxSsrc());
            requireNew(ssrcs, e.fecSsrc());
        }
    }

    private static void requireNew(Set<Long> ssrcs, OptionalLong ssrc) {
        if (ssrc.isPresent() && !ssrcs.add(ssrc.getAsLong())) {
            throw RTCException.invalidAccess("two streams have the same SSRC");
        }
    }

    private static void checkNames(List<RTCRtpEncodingParameters> encodings) {
        Set<String> rids = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (RTCRtpEncodingParameters e : encodings) {
            if (!e.rid().isEmpty() && !rids.add(e.rid())) {
                throw RTCException.invalidAccess("two encodings have the same rid: " + e.rid());
            }
            if (!e.encodingId().isEmpty() && !ids.add(e.encodingId())) {
                throw RTCException.invalidAccess("two encodings have the same encodingId: " + e.encodingId());
            }
        }
        for (RTCRtpEncodingParameters e : encodings) {
            if (!ids.containsAll(e.dependencyEncodingIds())) {
                throw RTCException.invalidAccess("encoding " + e.encodingId() + " builds upon one that is not there");
            }
        }
    }

    private static void checkEncoding(RTCRtpParameters parameters, RTCRtpEncodingParameters e) {
        if (e.fec().isPresent()) {
            throw notSupported("forward error correction is not among the capabilities");
        }
        if (!e.dependencyEncodingIds().isEmpty()) {
            throw notSupported("layered coding is not among the capabilities");
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

    /** Returns the codec of an encoding: the one it names, else the first that carries media. */
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
