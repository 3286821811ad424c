package dev.plumb.objects;

/**
 * A device that may be asked for.
 *
 * @param deviceId the id by which the device is asked for
 * @param kind the kind of device
 * @param label a human-readable label
 * @param groupId the group id, which devices of one piece of hardware share; empty for none
 * @spec https://www.w3.org/TR/mediacapture-streams/#device-info Media Capture 10.2.1, Device Info
 */
public record MediaDeviceInfo(String deviceId, MediaDeviceKind kind, String label, String groupId) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public MediaDeviceInfo {
        RTCException.requirePresent(
                "MediaDeviceInfo", "deviceId", deviceId, "kind", kind, "label", label, "groupId", groupId);
    }
}
