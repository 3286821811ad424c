package dev.plumb.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a track should or must be like.
 *
 * @param basic by the property's name: width, height, frameRate, sampleRate, channelCount, deviceId, groupId; names that a device does
 *     not have are ignored
 * @param advanced sets of which each holds as a whole or is left out, in this order
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

    /** The same with one more. */
    public MediaTrackConstraints with(String property, MediaConstraint constraint) {
        Map<String, MediaConstraint> all = new HashMap<>(basic);
        all.put(property, constraint);
        return new MediaTrackConstraints(all, advanced);
    }

    /** The same with one more set that may be left out. */
    public MediaTrackConstraints withAdvanced(Map<String, MediaConstraint> set) {
        List<Map<String, MediaConstraint>> all = new ArrayList<>(advanced);
        all.add(set);
        return new MediaTrackConstraints(basic, all);
    }
}
