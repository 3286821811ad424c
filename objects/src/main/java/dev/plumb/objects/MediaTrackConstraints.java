package dev.plumb.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constraints on a track: the values its properties should or must have.
 *
 * @param basic the constraints by property name: width, height, frameRate, sampleRate, channelCount, deviceId, groupId.
 *     Names that a device does not have are ignored
 * @param advanced sets in order of preference. Each set is applied as a whole or left out
 * @spec https://www.w3.org/TR/mediacapture-streams/#media-track-constraints Media Capture 4.3.6, MediaTrackConstraints
 */
public record MediaTrackConstraints(Map<String, MediaConstraint> basic, List<Map<String, MediaConstraint>> advanced) {
    /** Anything. */
    public static final MediaTrackConstraints ANY = new MediaTrackConstraints(Map.of(), List.of());

    public MediaTrackConstraints {
        RTCException.requirePresent("MediaTrackConstraints", "basic", basic, "advanced", advanced);
        basic = Map.copyOf(basic);
        advanced = advanced.stream().map(Map::copyOf).toList();
    }

    /** Returns a copy with one more constraint. */
    public MediaTrackConstraints with(String property, MediaConstraint constraint) {
        Map<String, MediaConstraint> all = new HashMap<>(basic);
        all.put(property, constraint);
        return new MediaTrackConstraints(all, advanced);
    }

    /** Returns a copy with one more advanced set, which may be left out. */
    public MediaTrackConstraints withAdvanced(Map<String, MediaConstraint> set) {
        List<Map<String, MediaConstraint>> all = new ArrayList<>(advanced);
        all.add(set);
        return new MediaTrackConstraints(basic, all);
    }
}
