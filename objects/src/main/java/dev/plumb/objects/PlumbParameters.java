package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters to send to the other side of a {@link Plumb}. They describe this side and the media that it is willing
 * to receive, and ask nothing. Newer ones replace older ones.
 *
 * @param ice the ICE credentials of this side
 * @param candidates the candidates of this side, as far as known
 * @param complete whether there will be no more candidates for the time being
 * @param dtls the DTLS parameters of this side
 * @param sctp the SCTP capabilities of this side's data channels
 * @param receives the receive capabilities by kind; a kind that is absent must not be sent
 * @param sends the tracks that this side sends
 */
public record PlumbParameters(
        RTCIceParameters ice,
        List<RTCIceCandidate> candidates,
        boolean complete,
        RTCDtlsParameters dtls,
        RTCSctpCapabilities sctp,
        Map<MediaKind, RTCRtpCapabilities> receives,
        List<Stream> sends) {
    public PlumbParameters {
        RTCException.requirePresent(
                "PlumbParameters",
                "ice",
                ice,
                "candidates",
                candidates,
                "dtls",
                dtls,
                "sctp",
                sctp,
                "receives",
                receives,
                "sends",
                sends);
        candidates = List.copyOf(candidates);
        receives = Map.copyOf(receives);
        sends = List.copyOf(sends);
    }

    /**
     * One thing that is sent.
     *
     * @param muxId the name of the track, unique among those that one side sends
     * @param kind audio or video
     */
    public record Stream(String muxId, MediaKind kind) {
        public Stream {
            if (muxId.isEmpty() || muxId.length() > 16) {
                throw RTCException.typeError("muxId must have 1 to 16 characters");
            }
        }
    }

    /** Returns the receive capabilities for a kind of media. */
    public Optional<RTCRtpCapabilities> receives(MediaKind kind) {
        return Optional.ofNullable(receives.get(kind));
    }
}
