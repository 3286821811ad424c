package dev.plumb.objects;

/**
 * A device that may be asked for.
 *
 * @param deviceId to ask for it by
 * @param kind what it does
 * @param label for people
 * @param groupId the same for devices that are one piece of hardware; empty for none
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
