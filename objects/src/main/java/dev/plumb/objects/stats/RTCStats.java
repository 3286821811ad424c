package dev.plumb.objects.stats;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statistics of one object at one moment.
 *
 * @param id stable for the object's life
 * @param type the type of the object, such as {@code candidate-pair}
 * @param timestampMillis the time of collection, in milliseconds since 1970
 * @param members the members by the W3C's names and units (seconds, bytes, packets); values are {@link Number},
 *     {@link String}, {@link Boolean} or {@link java.util.List}. Unknown values are absent, never made up.
 * @spec https://www.w3.org/TR/webrtc-stats/ Identifiers for WebRTC's Statistics API
 */
public record RTCStats(String id, String type, double timestampMillis, Map<String, Object> members) {
    public RTCStats {
        members = Collections.unmodifiableMap(new TreeMap<>(members));
    }

    /** Returns a number among the members, or {@code NaN} if it is absent. */
    public double number(String member) {
        return members.get(member) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    /** Returns a string among the members, or an empty one if it is absent. */
    public String text(String member) {
        return members.get(member) instanceof String s ? s : "";
    }
}
