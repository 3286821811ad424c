package dev.plumb.objects;

import dev.plumb.media.codec.CodecFormat;
import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A codec in use.
 *
 * @param name the name, such as {@code opus}, {@code VP8} or {@code rtx}
 * @param payloadType 0 to 127
 * @param clockRateHz the clock rate of its RTP timestamps
 * @param maxptimeMillis milliseconds of media that a packet may hold at most, as the receiver wishes
 * @param ptimeMillis milliseconds of media that a packet should hold; wins over {@code maxptimeMillis}
 * @param channels the audio channels; 0 for video
 * @param rtcpFeedback the feedback that both ends understand
 * @param parameters format parameters, names in lower case; of rtx, {@code apt} is the payload type it repairs
 * @spec https://draft.ortc.org/#rtcrtpcodecparameters* ORTC 9.7, The RTCRtpCodecParameters Dictionary
 */
public record RTCRtpCodecParameters(
        String name,
        int payloadType,
        int clockRateHz,
        OptionalInt maxptimeMillis,
        OptionalInt ptimeMillis,
        int channels,
        List<RTCRtcpFeedback> rtcpFeedback,
        Map<String, String> parameters) {
    public RTCRtpCodecParameters {
        RTCException.requirePresent(
                "RTCRtpCodecParameters",
                "name",
                name,
                "maxptimeMillis",
                maxptimeMillis,
                "ptimeMillis",
                ptimeMillis,
                "rtcpFeedback",
                rtcpFeedback,
                "parameters",
                parameters);
        if (name.isEmpty()) {
            throw RTCException.typeError("a codec needs a name");
        }
        if (payloadType < 0 || payloadType > 127) {
            throw RTCException.invalidAccess("payloadType must be between 0 and 127, not " + payloadType);
        }
        if (clockRateHz <= 0) {
            throw RTCException.typeError("codec " + name + " needs a clock rate");
        }
        if (channels < 0 || channels > 255) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR, "channels must be between 0 and 255, not " + channels);
        }
        if (maxptimeMillis.orElse(1) <= 0 || ptimeMillis.orElse(1) <= 0) {
            throw new RTCException(RTCException.Name.RANGE_ERROR, "maxptime and ptime must be 1 ms or more");
        }
        rtcpFeedback = List.copyOf(rtcpFeedback);
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    /** Creates a codec with packets of its usual length. */
    public RTCRtpCodecParameters(
            String name,
            int payloadType,
            int clockRateHz,
            int channels,
            List<RTCRtcpFeedback> rtcpFeedback,
            Map<String, String> parameters) {
        this(
                name,
                payloadType,
                clockRateHz,
                OptionalInt.empty(),
                OptionalInt.empty(),
                channels,
                rtcpFeedback,
                parameters);
    }

    /** Returns a copy with another payload type. */
    public RTCRtpCodecParameters withPayloadType(int newPayloadType) {
        return new RTCRtpCodecParameters(
                name, newPayloadType, clockRateHz, maxptimeMillis, ptimeMillis, channels, rtcpFeedback, parameters);
    }

    /** Returns a copy with packets of another length, in milliseconds. */
    public RTCRtpCodecParameters withPtimeMillis(int newPtimeMillis) {
        return new RTCRtpCodecParameters(
                name,
                payloadType,
                clockRateHz,
                maxptimeMillis,
                OptionalInt.of(newPtimeMillis),
                channels,
                rtcpFeedback,
                parameters);
    }

    /** Returns a copy with packets of at most this many milliseconds. */
    public RTCRtpCodecParameters withMaxptimeMillis(int newMaxptimeMillis) {
        return new RTCRtpCodecParameters(
                name,
                payloadType,
                clockRateHz,
                OptionalInt.of(newMaxptimeMillis),
                ptimeMillis,
                channels,
                rtcpFeedback,
                parameters);
    }

    /** Returns a copy with other feedback. */
    public RTCRtpCodecParameters withRtcpFeedback(List<RTCRtcpFeedback> newFeedback) {
        return new RTCRtpCodecParameters(
                name, payloadType, clockRateHz, maxptimeMillis, ptimeMillis, channels, newFeedback, parameters);
    }

    /** Returns a copy with other format parameters. */
    public RTCRtpCodecParameters withParameters(Map<String, String> newParameters) {
        return new RTCRtpCodecParameters(
                name, payloadType, clockRateHz, maxptimeMillis, ptimeMillis, channels, rtcpFeedback, newParameters);
    }

    /** Returns the MIME type, such as {@code video/VP8}. */
    public String mimeType(MediaKind kind) {
        return kind.spec() + "/" + name;
    }

    /** Returns the MIME type, such as {@code video/VP8}. A codec with channels is audio, one without is video. */
    public String mimeType() {
        return mimeType(channels > 0 ? MediaKind.AUDIO : MediaKind.VIDEO);
    }

    /** Returns whether this is the codec with a name, ignoring case. */
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /**
     * Returns whether this codec repairs or accompanies other codecs: rtx, red, FEC, comfort noise, telephone events.
     */
    public boolean isAuxiliary() {
        return is("rtx") || is("red") || is("ulpfec") || is("flexfec-03") || is("CN") || is("telephone-event");
    }

    /** Returns the payload type that an rtx codec repairs, or -1 if this is no rtx codec. */
    public int repairedPayloadType() {
        try {
            return is("rtx") ? Integer.parseInt(parameters.getOrDefault("apt", "-1")) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Returns whether a kind of feedback is understood. */
    public boolean hasFeedback(String type, String parameter) {
        return rtcpFeedback.contains(new RTCRtcpFeedback(type, parameter));
    }

    CodecFormat toFormat(MediaKind kind) {
        return new CodecFormat(kind, name, clockRateHz, channels, parameters);
    }
}
