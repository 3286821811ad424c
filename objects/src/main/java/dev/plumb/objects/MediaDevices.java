package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.media.device.MediaDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The devices that an agent may capture sound and pictures from. At first there are none: an application adds the
 * devices that the agent may use, real ones or {@link dev.plumb.media.device.FakeDevices}.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediadevices Media Capture 10.2, MediaDevices
 */
public final class MediaDevices {
    private static final Set<String> CONSTRAINTS =
            Set.of("width", "height", "frameRate", "sampleRate", "channelCount", "deviceId", "groupId");

    private final Agent agent;
    private final List<MediaDevice> devices = new ArrayList<>();
    private final EventSource<MediaDevices> changes = new EventSource<>();

    MediaDevices(Agent agent) {
        this.agent = agent;
    }

    /** Adds a device. */
    public void add(MediaDevice device) {
        agent.run(() -> {
            if (devices.stream().anyMatch(d -> d.id().equals(device.id()))) {
                throw RTCException.invalidState("there is a device of this id: " + device.id());
            }
            devices.add(device);
            changes.fire(this);
        });
    }

    /** Removes a device. Its tracks continue. */
    public void remove(MediaDevice device) {
        agent.run(() -> {
            if (devices.remove(device)) {
                changes.fire(this);
            }
        });
    }

    /** Returns the added devices. */
    public List<MediaDevice> devices() {
        return agent.call(() -> List.copyOf(devices));
    }

    /** Registers a listener that is called on the loop when a device was added or removed. */
    public Registration onDeviceChange(Consumer<MediaDevices> listener) {
        return changes.add(listener);
    }

    /** Returns the descriptions of the present devices. */
    public List<MediaDeviceInfo> enumerateDevices() {
        return agent.call(() -> devices.stream()
                .map(d -> new MediaDeviceInfo(
                        d.id(),
                        d.kind() == MediaKind.AUDIO ? MediaDeviceKind.AUDIOINPUT : MediaDeviceKind.VIDEOINPUT,
                        d.label(),
                        d.groupId()))
                .toList());
    }

    /** Returns the names of the properties that constraints may use. */
    public Set<String> getSupportedConstraints() {
        return CONSTRAINTS;
    }

    /**
     * Returns a stream with new tracks of the devices that fit best.
     *
     * @throws RTCException TypeError where nothing is asked for; NotFoundError where there is no such device;
     *     OverconstrainedError where none fits; NotReadableError where the device cannot be opened
     */
    public MediaStream getUserMedia(MediaStreamConstraints constraints) {
        return agent.call(() -> {
            if (constraints.audio().isEmpty() && constraints.video().isEmpty()) {
                throw RTCException.typeError("neither audio nor video is asked for");
            }
            List<DeviceChoice> chosen = new ArrayList<>();
            constraints.audio().ifPresent(c -> chosen.add(DeviceChoice.of(of(MediaKind.AUDIO), c)));
            constraints.video().ifPresent(c -> chosen.add(DeviceChoice.of(of(MediaKind.VIDEO), c)));
            MediaStream stream = new MediaStream(agent.randomUuid(), List.of());
            for (DeviceChoice choice : chosen) {
                stream.addTrack(open(choice));
            }
            return stream;
        });
    }

    private List<MediaDevice> of(MediaKind kind) {
        return devices.stream().filter(d -> d.kind() == kind).toList();
    }

    private MediaStreamTrack open(DeviceChoice choice) {
        MediaDevice device = choice.device();
        Map<String, Object> settings = new HashMap<>(choice.settings());
        settings.put("deviceId", device.id());
        settings.put("groupId", device.groupId());
        try {
            MediaStreamTrack track = switch (device) {
                case MediaDevice.AudioInput a -> agent.audioTrack(a.label(), a.open(choice.settings()));
                case MediaDevice.VideoInput v -> agent.videoTrack(v.label(), v.open(choice.settings()));
            };
            track.settings(settings);
            return track;
        } catch (IllegalStateException e) {
            throw new RTCException(RTCException.Name.NOT_READABLE, device.label() + " cannot be opened", e);
        }
    }
}
