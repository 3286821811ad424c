package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.MediaDevice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A device with the settings that fit some constraints best.
 *
 * @param distance the distance from the ideal values; 0 is best
 * @spec https://www.w3.org/TR/mediacapture-streams/#dfn-selectsettings Media Capture 11.2, SelectSettings algorithm
 */
record DeviceChoice(MediaDevice device, Map<String, Double> settings, double distance) {

    /**
     * Returns the best device.
     *
     * @throws RTCException NotFoundError where there is none; OverconstrainedError where none fits
     */
    static DeviceChoice of(List<MediaDevice> devices, MediaTrackConstraints constraints) {
        if (devices.isEmpty()) {
            throw new RTCException(RTCException.Name.NOT_FOUND, "there is no such device; see MediaDevices.add");
        }
        DeviceChoice best = null;
        String obstacle = "";
        for (MediaDevice device : devices) {
            Map<String, MediaConstraint> all = new HashMap<>(constraints.basic());
            String failed = obstacle(device, all);
            if (failed != null) {
                obstacle = failed;
                continue;
            }
            for (Map<String, MediaConstraint> set : constraints.advanced()) {
                Map<String, MediaConstraint> more = merged(all, asRequired(set));
                if (obstacle(device, more) == null) {
                    all = more;
                }
            }
            DeviceChoice choice = fit(device, all);
            best = best == null || choice.distance < best.distance ? choice : best;
        }
        if (best == null) {
            throw RTCException.overconstrained(obstacle);
        }
        return best;
    }

    /** Turns the bare values of an advanced set into required ones. */
    private static Map<String, MediaConstraint> asRequired(Map<String, MediaConstraint> set) {
        Map<String, MediaConstraint> required = new HashMap<>();
        set.forEach((name, constraint) -> required.put(
                name,
                switch (constraint) {
                    case MediaConstraint.Numeric n
                    when n.exact().isEmpty()
                            && n.min().isEmpty()
                            && n.max().isEmpty()
                            && n.ideal().isPresent() ->
                        MediaConstraint.exact(n.ideal().getAsDouble());
                    case MediaConstraint.Named n
                    when n.exact().isEmpty() -> new MediaConstraint.Named(n.ideal(), List.of());
                    default -> constraint;
                }));
        return required;
    }

    private static Map<String, MediaConstraint> merged(
            Map<String, MediaConstraint> present, Map<String, MediaConstraint> more) {
        Map<String, MediaConstraint> all = new HashMap<>(present);
        more.forEach((name, constraint) -> all.merge(name, constraint, DeviceChoice::both));
        return all;
    }

    private static MediaConstraint both(MediaConstraint a, MediaConstraint b) {
        if (a instanceof MediaConstraint.Numeric x && b instanceof MediaConstraint.Numeric y) {
            double low = Math.max(x.lowest(Double.NEGATIVE_INFINITY), y.lowest(Double.NEGATIVE_INFINITY));
            double high = Math.min(x.highest(Double.POSITIVE_INFINITY), y.highest(Double.POSITIVE_INFINITY));
            return new MediaConstraint.Numeric(
                    OptionalDouble.of(low), OptionalDouble.of(high), OptionalDouble.empty(), x.ideal());
        }
        return b;
    }

    /** Returns the first constraint that a device cannot satisfy, or null if it can satisfy all. */
    private static @Nullable String obstacle(MediaDevice device, Map<String, MediaConstraint> constraints) {
        for (var entry : constraints.entrySet()) {
            if (!satisfiable(device, entry.getKey(), entry.getValue())) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static boolean satisfiable(MediaDevice device, String name, MediaConstraint constraint) {
        return switch (constraint) {
            case MediaConstraint.Numeric n -> {
                MediaDevice.Range range = device.ranges().get(name);
                yield range == null
                        ? !isRequired(n) || !isTold(device.kind(), name)
                        : n.lowest(range.min()) <= n.highest(range.max());
            }
            case MediaConstraint.Named n -> n.exact().isEmpty() || isAmong(n.exact(), named(device, name));
        };
    }

    private static boolean isRequired(MediaConstraint.Numeric n) {
        return n.exact().isPresent() || n.min().isPresent() || n.max().isPresent();
    }

    /**
     * Returns whether every device of a kind reports a property by itself. A device that does not report such a
     * property does not have it.
     */
    private static boolean isTold(MediaKind kind, String name) {
        return switch (name) {
            case "width", "height", "frameRate" -> kind == MediaKind.VIDEO;
            case "sampleRate", "sampleSize", "channelCount", "latency" -> kind == MediaKind.AUDIO;
            default -> false;
        };
    }

    /** Returns whether a device's value is among some names. A device without a value matches none. */
    private static boolean isAmong(List<String> names, @Nullable String has) {
        return has != null && names.contains(has);
    }

    private static @Nullable String named(MediaDevice device, String name) {
        return switch (name) {
            case "deviceId" -> device.id();
            case "groupId" -> device.groupId();
            case "resizeMode" -> "none";
            default -> null;
        };
    }

    private static DeviceChoice fit(MediaDevice device, Map<String, MediaConstraint> constraints) {
        Map<String, Double> settings = new HashMap<>();
        double distance = 0;
        for (var entry : device.ranges().entrySet()) {
            MediaDevice.Range range = entry.getValue();
            double value = range.usual();
            if (constraints.get(entry.getKey()) instanceof MediaConstraint.Numeric n) {
                double wanted = n.exact().orElse(n.ideal().orElse(value));
                value = Math.clamp(wanted, n.lowest(range.min()), n.highest(range.max()));
                distance += n.ideal().isPresent() ? relative(value, n.ideal().getAsDouble()) : 0;
            }
            settings.put(entry.getKey(), value);
        }
        for (var entry : constraints.entrySet()) {
            if (entry.getValue() instanceof MediaConstraint.Named n
                    && !n.ideal().isEmpty()) {
                distance += isAmong(n.ideal(), named(device, entry.getKey())) ? 0 : 1;
            }
        }
        return new DeviceChoice(device, settings, distance);
    }

    private static double relative(double actual, double ideal) {
        return actual == ideal ? 0 : Math.abs(actual - ideal) / Math.max(Math.abs(actual), Math.abs(ideal));
    }
}
