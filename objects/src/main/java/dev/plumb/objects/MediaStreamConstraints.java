package dev.plumb.objects;

import java.util.Optional;

/**
 * Which tracks are asked for.
 *
 * @param audio a track of sound like this; empty for none
 * @param video a track of pictures like this; empty for none
 * @spec https://www.w3.org/TR/mediacapture-streams/#mediastreamconstraints Media Capture 10.5, MediaStreamConstraints
 */
public record MediaStreamConstraints(Optional<MediaTrackConstraints> audio, Optional<MediaTrackConstraints> video) {
    /**
     * Checks that no member is null.
     *
     * @throws RTCException TypeError where a member is null
     */
    public MediaStreamConstraints {
        RTCException.requirePresent("MediaStreamConstraints", "audio", audio, "video", video);
    }

    /** Sound and pictures of any kind. */
    public static final MediaStreamConstraints AUDIO_AND_VIDEO =
            new MediaStreamConstraints(Optional.of(MediaTrackConstraints.ANY), Optional.of(MediaTrackConstraints.ANY));

    /** Returns constraints that ask for audio alone. */
    public static MediaStreamConstraints audio(MediaTrackConstraints constraints) {
        return new MediaStreamConstraints(Optional.of(constraints), Optional.empty());
    }

    /** Returns constraints that ask for video alone. */
    public static MediaStreamConstraints video(MediaTrackConstraints constraints) {
        return new MediaStreamConstraints(Optional.empty(), Optional.of(constraints));
    }
}
