package dev.plumb.js;

import dev.plumb.media.device.MediaDevice;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaConstraint;
import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamConstraints;
import dev.plumb.objects.MediaTrackConstraints;
import dev.plumb.objects.RTCCertificate;
import dev.plumb.objects.RTCException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The Java functions that the prelude needs beside the objects' own methods: devices, certificates. */
final class ObjectFunctions {
    private final Agent agent;
    private final ScriptCalls calls;
    private final Marshal marshal;
    private final KeyMaker keys;

    ObjectFunctions(Agent agent, ScriptCalls calls, Marshal marshal, ScriptLimits limits) {
        this.keys = new KeyMaker(calls, limits.keys());
        this.agent = agent;
        this.calls = calls;
        this.marshal = marshal;
    }

    Map<String, Object> functions() {
        Map<String, Object> all = new HashMap<>();
        all.put("generateCertificate", calls.function(a -> {
            generateCertificate(a[0].asString(), a[1].asDouble(), a[2], a[3]);
            return null;
        }));
        all.put("getUserMedia", calls.function(a -> {
            getUserMedia(a[0], a[1], a[2]);
            return null;
        }));
        all.put("deviceCapabilities", calls.function(a -> marshal.toScript(capabilities(a[0].asString()))));
        all.put("transformNew", calls.function(a -> new ScriptTransform()));
        all.put("transformOpen", calls.function(a -> {
            a[0].<ScriptTransform>asHostObject().open(calls, marshal, a[1]);
            return null;
        }));
        all.put("transformWrite", calls.function(a -> {
            a[0].<ScriptTransform>asHostObject().write(a[1].<ScriptTransform.Entry>asHostObject(), Marshal.bytes(a[2]));
            return null;
        }));
        all.put("transformKeyFrame", calls.function(a -> {
            a[0].<ScriptTransform>asHostObject().keyFrame(a[1].asBoolean());
            return null;
        }));
        all.put("unfitting", calls.function(a -> unfitting(a[0].asString(), a[1])));
        return all;
    }

    private void generateCertificate(String algorithm, double lifetimeMillis, Value resolve, Value reject) {
        RTCCertificate.Algorithm chosen = RTCCertificate.Algorithm.valueOf(algorithm);
        keys.make(chosen, Duration.ofMillis((long) lifetimeMillis), resolve, reject);
    }

    // ---- devices ----------------------------------------------------------------------------------------------------

    private void getUserMedia(Value wanted, Value resolve, Value reject) {
        MediaStreamConstraints constraints = new MediaStreamConstraints(
                constraints(wanted.getMember("audio")), constraints(wanted.getMember("video")));
        calls.loop().execute(() -> {
            try {
                MediaStream stream = agent.mediaDevices().getUserMedia(constraints);
                calls.run(resolve, stream);
            } catch (RTCException e) {
                calls.run(reject, e.name().spec(), e.detail(), e.constraint().orElse(""));
            }
        });
    }

    private static Optional<MediaTrackConstraints> constraints(@Nullable Value given) {
        if (given == null || given.isNull()) {
            return Optional.empty();
        }
        List<Map<String, MediaConstraint>> advanced = new ArrayList<>();
        Value sets = given.getMember("advanced");
        for (long i = 0; i < sets.getArraySize(); i++) {
            advanced.add(set(sets.getArrayElement(i)));
        }
        return Optional.of(new MediaTrackConstraints(set(given.getMember("basic")), advanced));
    }

    private static Map<String, MediaConstraint> set(Value given) {
        Map<String, MediaConstraint> set = new HashMap<>();
        for (String name : given.getMemberKeys()) {
            Value one = given.getMember(name);
            set.put(
                    name,
                    one.hasMember("named")
                            ? new MediaConstraint.Named(names(one.getMember("exact")), names(one.getMember("ideal")))
                            : new MediaConstraint.Numeric(
                                    number(one, "min"),
                                    number(one, "max"),
                                    number(one, "exact"),
                                    number(one, "ideal")));
        }
        return set;
    }

    private static List<String> names(Value list) {
        List<String> names = new ArrayList<>();
        for (long i = 0; i < list.getArraySize(); i++) {
            names.add(list.getArrayElement(i).asString());
        }
        return names;
    }

    private static OptionalDouble number(Value of, String member) {
        Value value = of.getMember(member);
        return value == null || value.isNull() ? OptionalDouble.empty() : OptionalDouble.of(value.asDouble());
    }

    private Optional<MediaDevice> device(String id) {
        return agent.mediaDevices().devices().stream()
                .filter(d -> d.id().equals(id))
                .findFirst();
    }

    private Map<String, Object> capabilities(String id) {
        Map<String, Object> all = new HashMap<>();
        device(id).ifPresent(d -> {
            d.ranges().forEach((name, range) -> all.put(name, Map.of("min", range.min(), "max", range.max())));
            all.put("deviceId", d.id());
            all.put("groupId", d.groupId());
        });
        return all;
    }

    /** Returns the first required property that a device cannot have, or empty if it fits. */
    private String unfitting(String id, Value constraints) {
        MediaDevice device = device(id).orElse(null);
        if (device == null) {
            return "";
        }
        for (Map.Entry<String, MediaConstraint> e :
                set(constraints.getMember("basic")).entrySet()) {
            MediaDevice.Range range = device.ranges().get(e.getKey());
            boolean fits = switch (e.getValue()) {
                case MediaConstraint.Numeric n ->
                    range == null
                            || !(n.min().orElse(range.min()) > range.max()
                                    || n.max().orElse(range.max()) < range.min()
                                    || n.exact().orElse(range.min()) > range.max()
                                    || n.exact().orElse(range.max()) < range.min());
                case MediaConstraint.Named n ->
                    n.exact().isEmpty()
                            || switch (e.getKey()) {
                                case "deviceId" -> n.exact().contains(device.id());
                                case "groupId" -> n.exact().contains(device.groupId());
                                case "facingMode" -> false;
                                case "resizeMode" -> n.exact().contains("none");
                                default -> true;
                            };
            };
            if (!fits) {
                return e.getKey();
            }
        }
        return "";
    }
}
