package dev.plumb.objects.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The statistics of several objects at one moment, by id.
 *
 * @param byId the statistics by id, in the order in which they were collected
 * @spec https://www.w3.org/TR/webrtc/#rtcstatsreport-object WebRTC 8.3, RTCStatsReport Object
 */
public record RTCStatsReport(Map<String, RTCStats> byId) {
    public RTCStatsReport {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /** Returns a report of these statistics. */
    public static RTCStatsReport of(Collection<RTCStats> all) {
        Map<String, RTCStats> map = new LinkedHashMap<>();
        all.forEach(s -> map.put(s.id(), s));
        return new RTCStatsReport(map);
    }

    /** Returns several reports merged into one. */
    public static RTCStatsReport merged(Collection<RTCStatsReport> reports) {
        List<RTCStats> all = new ArrayList<>();
        reports.forEach(r -> all.addAll(r.byId.values()));
        return of(all);
    }

    /** Returns the statistics with an id. */
    public Optional<RTCStats> get(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns whether there are statistics with an id. */
    public boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Returns the number of objects in the report. */
    public int size() {
        return byId.size();
    }

    /** Returns the ids. */
    public Set<String> keys() {
        return byId.keySet();
    }

    /** Returns the statistics of all objects. */
    public Collection<RTCStats> values() {
        return byId.values();
    }

    /** Calls {@code each} with every id and its statistics. */
    public void forEach(BiConsumer<String, RTCStats> each) {
        byId.forEach(each);
    }

    /** Returns all statistics of one type. */
    public List<RTCStats> ofType(String type) {
        return byId.values().stream().filter(s -> s.type().equals(type)).toList();
    }

    /** Returns the first statistics of a type, or empty if there are none. */
    public Optional<RTCStats> first(String type) {
        return ofType(type).stream().findFirst();
    }
}
