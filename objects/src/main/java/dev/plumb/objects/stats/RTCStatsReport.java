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

    /** Those of an id. */
    public Optional<RTCStats> get(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether there are any of an id. */
    public boolean has(String id) {
        return byId.containsKey(id);
    }

    /** How many objects it tells of. */
    public int size() {
        return byId.size();
    }

    /** The ids. */
    public Set<String> keys() {
        return byId.keySet();
    }

    /** The statistics of all objects. */
    public Collection<RTCStats> values() {
        return byId.values();
    }

    /** Calls {@code each} with every id and its statistics. */
    public void forEach(BiConsumer<String, RTCStats> each) {
        byId.forEach(each);
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
