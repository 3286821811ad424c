package dev.plumb.objects.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statistics of several objects at one moment, by id.
 *
 * @param byId in the order in which they were collected
 * @spec https://www.w3.org/TR/webrtc/#rtcstatsreport-object WebRTC 8.3, RTCStatsReport Object
 */
public record RTCStatsReport(Map<String, RTCStats> byId) {
    public RTCStatsReport {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /** A report of these. */
    public static RTCStatsReport of(Collection<RTCStats> all) {
        Map<String, RTCStats> map = new LinkedHashMap<>();
        all.forEach(s -> map.put(s.id(), s));
        return new RTCStatsReport(map);
    }

    /** Several reports in one. */
    public static RTCStatsReport merged(Collection<RTCStatsReport> reports) {
        List<RTCStats> all = new ArrayList<>();
        reports.forEach(r -> all.addAll(r.byId.values()));
        return of(all);
    }

    /** All of one type. */
    public List<RTCStats> ofType(String type) {
        return byId.values().stream().filter(s -> s.type().equals(type)).toList();
    }

    /** The first of a type; empty where there is none. */
    public Optional<RTCStats> first(String type) {
        return ofType(type).stream().findFirst();
    }
}
