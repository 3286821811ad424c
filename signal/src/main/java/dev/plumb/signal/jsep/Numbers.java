package dev.plumb.signal.jsep;

import dev.plumb.objects.RTCRtpCodecParameters;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.sdp.MediaDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The payload types and extension ids of the descriptions so far. A number that was described once is kept in every
 * section, so that sections can share a transport.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9143#section-9.1 RFC 9143 9.1, Single RTP Session
 */
final class Numbers {
    private final Map<Integer, String> codecs = new HashMap<>();
    private final Map<Integer, String> extensions = new HashMap<>();

    Numbers(List<Section> sections) {
        for (Section section : sections) {
            section.remote().ifPresent(this::take);
            section.local().ifPresent(this::take);
        }
    }

    private void take(MediaDescription section) {
        if (section.isRejected()) {
            return;
        }
        for (RTCRtpCodecParameters codec : RemoteMedia.codecs(section)) {
            codecs.putIfAbsent(codec.payloadType(), key(codec));
        }
        for (RTCRtpHeaderExtensionParameters e : RemoteMedia.headerExtensions(section)) {
            extensions.putIfAbsent(e.id(), e.uri());
        }
    }

    private static String key(RTCRtpCodecParameters c) {
        return (c.name() + "/" + c.clockRateHz() + "/" + c.channels()).toLowerCase(Locale.ROOT)
                + (c.is("rtx") ? "/" + c.repairedPayloadType() : "")
                + (c.is("H264") || c.is("VP9") || c.is("AV1") || c.is("H265") ? "/" + c.parameters() : "");
    }

    /** Returns the codec under the payload type that it has already, else under a free one, its own if possible. */
    RTCRtpCodecParameters place(RTCRtpCodecParameters codec) {
        String key = key(codec);
        int payloadType = find(codecs, key, codec.payloadType());
        if (payloadType < 0) {
            IntPredicate free = n -> !codecs.containsKey(n);
            payloadType = IntStream.concat(
                            IntStream.of(codec.payloadType()),
                            IntStream.concat(IntStream.rangeClosed(96, 127), IntStream.rangeClosed(35, 63)))
                    .filter(free)
                    .findFirst()
                    .orElse(codec.payloadType());
        }
        codecs.putIfAbsent(payloadType, key);
        return codec.withPayloadType(payloadType);
    }

    /** Returns the extension under the id that it has already, else under a free one, its own if possible. */
    RTCRtpHeaderExtensionParameters place(RTCRtpHeaderExtensionParameters extension) {
        int id = find(extensions, extension.uri(), extension.id());
        if (id < 0) {
            id = IntStream.concat(
                            IntStream.of(extension.id()),
                            IntStream.concat(IntStream.rangeClosed(1, 14), IntStream.rangeClosed(16, 255)))
                    .filter(n -> !extensions.containsKey(n))
                    .findFirst()
                    .orElse(extension.id());
        }
        extensions.putIfAbsent(id, extension.uri());
        return extension.withId(id);
    }

    private static int find(Map<Integer, String> taken, String key, int preferred) {
        if (key.equals(taken.get(preferred))) {
            return preferred;
        }
        return taken.entrySet().stream()
                .filter(e -> e.getValue().equals(key))
                .mapToInt(Map.Entry::getKey)
                .min()
                .orElse(-1);
    }
}
