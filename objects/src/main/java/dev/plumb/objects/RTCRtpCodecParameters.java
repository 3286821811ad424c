package dev.plumb.objects;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A codec in use.
 *
 * @param name such as {@code opus}, {@code VP8} or {@code rtx}
 * @param payloadType 0 to 127
 * @param clockRateHz of its RTP timestamps
 * @param channels of audio; 0 for video
 * @param rtcpFeedback what both ends understand
 * @param parameters format parameters, names in lower case; of rtx, {@code apt} is the payload type it repairs
 */
public record RTCRtpCodecParameters(
        String name,
        int payloadType,
        int clockRateHz,
        int channels,
        List<RTCRtcpFeedback> rtcpFeedback,
        Map<String, String> parameters) {
    public RTCRtpCodecParameters {
        if (name.isEmpty()) {
            throw RTCException.typeError("a codec needs a name");
        }
        if (payloadType < 0 || payloadType > 127) {
            throw RTCException.invalidAccess("a payload type goes from 0 to 127, and is " + payloadType);
        }
        if (clockRateHz <= 0) {
            throw RTCException.typeError("codec " + name + " needs a clock rate");
        }
        rtcpFeedback = List.copyOf(rtcpFeedback);
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    /** Whether it is a codec of this name, without regard to case. */
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /** Whether it repairs or accompanies other codecs: rtx, red, FEC, comfort noise, telephone events. */
    public boolean isAuxiliary() {
        return is("rtx") || is("red") || is("ulpfec") || is("flexfec-03") || is("CN") || is("telephone-event");
    }

    /** The payload type that an rtx codec repairs; -1 where it is none. */
    public int repairedPayloadType() {
        try {
            return is("rtx") ? Integer.parseInt(parameters.getOrDefault("apt", "-1")) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether a kind of feedback is understood. */
    public boolean hasFeedback(String type, String parameter) {
        return rtcpFeedback.contains(new RTCRtcpFeedback(type, parameter));
    }

    CodecFormat toFormat(MediaKind kind) {
        return new CodecFormat(kind, name, clockRateHz, channels, parameters);
    }
}
