package dev.plumb.objects;

/** What a device does. */
public enum MediaDeviceKind implements SpecName {
    /** A microphone. */
    AUDIOINPUT,
    /** A loudspeaker. */
    AUDIOOUTPUT,
    /** A camera. */
    VIDEOINPUT
}
