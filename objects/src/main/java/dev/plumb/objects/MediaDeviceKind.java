package dev.plumb.objects;

/**
 * What a device does.
 *
 * @spec https://www.w3.org/TR/mediacapture-streams/#dom-mediadevicekind Media Capture, MediaDeviceKind
 */
public enum MediaDeviceKind implements SpecName {
    /** A microphone. */
    AUDIOINPUT,
    /** A loudspeaker. */
    AUDIOOUTPUT,
    /** A camera. */
    VIDEOINPUT
}
