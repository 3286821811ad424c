package dev.plumb.media.codec;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A codec with the parameters that both ends must agree on.
 *
 * @param kind audio or video
 * @param name the registered name, such as {@code opus} or {@code H264}; compared without regard to case
 * @param clockRateHz the clock rate of its RTP timestamps
 * @param channels the audio channels; 0 for video
 * @param parameters format parameters, such as {@code packetization-mode=1}; names in lower case
 */
public record CodecFormat(MediaKind kind, String name, int clockRateHz, int channels, Map<String, String> parameters) {
    public CodecFormat {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Returns a video format, with a clock rate of 90 kHz. */
    public static CodecFormat video(String name, Map<String, String> parameters) {
        return new CodecFormat(MediaKind.VIDEO, name, 90_000, 0, parameters);
    }

    /** Returns an audio format. */
    public static CodecFormat audio(String name, int clockRateHz, int channels, Map<String, String> parameters) {
        return new CodecFormat(MediaKind.AUDIO, name, clockRateHz, channels, parameters);
    }

    /** Returns the MIME type, such as {@code video/VP8}. */
    public String mimeType() {
        return kind.spec() + "/" + name;
    }

    /** Returns whether it is a codec of this name. */
    public boolean is(String otherName) {
        return name.toLowerCase(Locale.ROOT).equals(otherName.toLowerCase(Locale.ROOT));
    }

    /** Returns this format with another value of a parameter. */
    public CodecFormat withParameter(String parameter, String value) {
        Map<String, String> changed = new TreeMap<>(parameters);
        changed.put(parameter, value);
        return new CodecFormat(kind, name, clockRateHz, channels, changed);
    }

    /** Returns the value of a parameter, or {@code fallback} if it is absent. */
    public String parameter(String parameter, String fallback) {
        return parameters.getOrDefault(parameter, fallback);
    }
}
