package dev.plumb.objects;

/**
 * The kind of a device: whether it captures or plays, and sound or pictures.
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
