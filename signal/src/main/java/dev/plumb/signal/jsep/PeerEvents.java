package dev.plumb.signal.jsep;

import dev.plumb.objects.EventSource;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCIceCandidateError;
import java.util.Optional;

/** The listeners of a connection, and the states that it last told them. On the loop, but for the states, which anyone may read. */
final class PeerEvents {
    final EventSource<RTCTrackEvent> tracks = new EventSource<>();
    final EventSource<RTCTrackEvent> removedTracks = new EventSource<>();
    final EventSource<RTCDataChannel> dataChannels = new EventSource<>();
    final EventSource<Optional<RTCIceCandidateInit>> iceCandidates = new EventSource<>();
    final EventSource<RTCIceCandidateError> iceCandidateErrors = new EventSource<>();
    final EventSource<RTCPeerConnection> negotiationNeeded = new EventSource<>();
    final EventSource<RTCSignalingState> signalingStates = new EventSource<>();
    final EventSource<RTCPeerConnectionState> connectionStates = new EventSource<>();
    final EventSource<RTCIceConnectionState> iceConnectionStates = new EventSource<>();
    final EventSource<RTCIceGatheringState> gatheringStates = new EventSource<>();
    private volatile RTCPeerConnectionState connectionState = RTCPeerConnectionState.NEW;
    private volatile RTCIceConnectionState iceConnectionState = RTCIceConnectionState.NEW;
    private volatile RTCIceGatheringState iceGatheringState = RTCIceGatheringState.NEW;

    RTCPeerConnectionState connectionState() {
        return connectionState;
    }

    RTCIceConnectionState iceConnectionState() {
        return iceConnectionState;
    }

    RTCIceGatheringState iceGatheringState() {
        return iceGatheringState;
    }

    /** Tells what has changed, the lower layers first; all has changed by then. */
    void update(Transports transports) {
        RTCIceGatheringState gathering = transports.gatheringState();
        RTCIceConnectionState ice = transports.iceState();
        RTCPeerConnectionState connection = transports.connectionState();
        boolean otherGathering = gathering != iceGatheringState;
        boolean otherIce = ice != iceConnectionState;
        boolean otherConnection = connection != connectionState;
        iceGatheringState = gathering;
        iceConnectionState = ice;
        connectionState = connection;
        if (otherGathering) {
            gatheringStates.fire(gathering);
        }
        if (otherIce && iceConnectionState != RTCIceConnectionState.CLOSED) {
            iceConnectionStates.fire(ice);
        }
        if (otherConnection && connectionState != RTCPeerConnectionState.CLOSED) {
            connectionStates.fire(connection);
        }
    }

    /** Closed, without an event. */
    void close() {
        connectionState = RTCPeerConnectionState.CLOSED;
        iceConnectionState = RTCIceConnectionState.CLOSED;
    }
}
