package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpSender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The transceivers of a connection. Used on the loop. */
final class Transceivers {
    private static final long LARGEST_SSRC = 0xffff_ffffL;

    private final RTCPeerConnection connection;
    private final Agent agent;
    private final Supplier<Long> random;
    private final List<RTCRtpTransceiver> all = new ArrayList<>();

    Transceivers(RTCPeerConnection connection, Agent agent, Supplier<Long> random) {
        this.connection = connection;
        this.agent = agent;
        this.random = random;
    }

    List<RTCRtpTransceiver> all() {
        return all;
    }

    List<RTCRtpTransceiver> live() {
        return all.stream().filter(t -> !t.isStopping()).toList();
    }

    long newSsrc() {
        return Math.max(1, random.get() & LARGEST_SSRC);
    }

    /**
     * Sends a track.
     *
     * @spec https://www.w3.org/TR/webrtc/#dom-rtcpeerconnection-addtrack WebRTC 5.1, addTrack
     */
    RTCRtpSender addTrack(MediaStreamTrack track, List<String> streamIds) {
        if (live().stream()
                .anyMatch(t -> t.sender().track().filter(track::equals).isPresent())) {
            throw new RTCException(RTCException.Name.INVALID_ACCESS, "this track is sent already");
        }
        for (RTCRtpTransceiver t : all) {
            if (t.isFreeFor(track.kind())) {
                t.sender().replaceTrack(track);
                t.takenByAddTrack(streamIds);
                connection.negotiationMayBeNeeded();
                return t.sender();
            }
        }
        RTCRtpTransceiverInit init =
                new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.SENDRECV, streamIds, List.of());
        return add(agent.rtpSender(track), init, RTCRtpTransceiver.Origin.ADD_TRACK)
                .sender();
    }

    void removeTrack(RTCRtpSender sender) {
        RTCRtpTransceiver of = all.stream()
                .filter(t -> t.sender() == sender)
                .findFirst()
                .orElseThrow(() ->
                        new RTCException(RTCException.Name.INVALID_ACCESS, "the sender is not of this connection"));
        if (!of.isStopping() && sender.track().isPresent()) {
            sender.replaceTrack(null);
            of.sends(false);
            connection.negotiationMayBeNeeded();
        }
    }

    RTCRtpTransceiver add(RTCRtpSender sender, RTCRtpTransceiverInit init) {
        if (init.direction() == RTCRtpTransceiverDirection.STOPPED) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "a new transceiver is not stopped");
        }
        return add(sender, init, RTCRtpTransceiver.Origin.ADD_TRANSCEIVER);
    }

    RTCRtpTransceiver addReceiving(MediaKind kind) {
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY);
        return add(agent.rtpSender(kind), init, RTCRtpTransceiver.Origin.REMOTE_OFFER);
    }

    private RTCRtpTransceiver add(RTCRtpSender sender, RTCRtpTransceiverInit init, RTCRtpTransceiver.Origin origin) {
        List<RTCRtpEncodingParameters> encodings;
        try {
            encodings = SendEncodings.of(sender.kind(), init.sendEncodings(), this::newSsrc);
        } catch (RTCException e) {
            sender.stop();
            throw e;
        }
        RTCRtpTransceiver t = new RTCRtpTransceiver(
                connection,
                sender,
                agent.rtpReceiver(sender.kind()),
                init,
                new TransceiverPreferences(agent.getReceiverCapabilities(sender.kind())),
                new TransceiverSending(sender, init.streamIds(), encodings),
                origin);
        all.add(t);
        connection.negotiationMayBeNeeded();
        return t;
    }

    /**
     * Applies whether a kind is to be received, as scripts asked before there were transceivers.
     *
     * @spec https://www.w3.org/TR/webrtc/#legacy-configuration-extensions WebRTC 4.4.3.3, Legacy configuration extensions
     */
    void receive(MediaKind kind, boolean wanted) {
        List<RTCRtpTransceiver> ofKind =
                live().stream().filter(t -> t.kind() == kind).toList();
        if (!wanted) {
            ofKind.forEach(t -> t.receives(false));
        } else if (ofKind.stream().noneMatch(t -> t.direction().receives())) {
            ofKind.stream()
                    .findFirst()
                    .ifPresentOrElse(
                            t -> t.receives(true),
                            () -> add(
                                    agent.rtpSender(kind),
                                    new RTCRtpTransceiverInit(RTCRtpTransceiverDirection.RECVONLY)));
        }
    }

    /**
     * Handles a transceiver that is stopping. One that no description knows leaves with the next agreement; the others
     * leave when their section is rejected.
     */
    void stopping(RTCRtpTransceiver t) {
        if (t.isAssociated()) {
            connection.negotiationMayBeNeeded();
        }
    }

    void remove(RTCRtpTransceiver t) {
        all.remove(t);
    }
}
