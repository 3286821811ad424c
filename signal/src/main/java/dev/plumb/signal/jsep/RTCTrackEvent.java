package dev.plumb.signal.jsep;

import dev.plumb.objects.MediaStream;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpReceiver;
import java.util.List;

/**
 * The event of a track of the peer's that was added or removed.
 *
 * @param receiver the receiver of the track
 * @param track the track
 * @param streams the streams in which the peer groups the track, the same object for the same group; where the track
 *     was removed, the streams that it has left
 * @param transceiver the transceiver that the receiver belongs to
 * @spec https://www.w3.org/TR/webrtc/#rtctrackevent WebRTC, RTCTrackEvent
 */
public record RTCTrackEvent(
        RTCRtpReceiver receiver, MediaStreamTrack track, List<MediaStream> streams, RTCRtpTransceiver transceiver) {
    public RTCTrackEvent {
        RTCException.requirePresent(
                "RTCTrackEvent", "receiver", receiver, "track", track, "streams", streams, "transceiver", transceiver);
        streams = List.copyOf(streams);
    }

    /** Returns the ids of the streams. */
    public List<String> streamIds() {
        return streams.stream().map(MediaStream::id).toList();
    }
}
