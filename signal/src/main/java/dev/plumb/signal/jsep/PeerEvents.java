package dev.plumb.signal.jsep;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.EventSource;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCIceCandidateError;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The listeners of a connection, and the states that they were told last. They are used on the loop; any thread may
 * read the states.
 */
final class PeerEvents {
    private static final System.Logger LOG = System.getLogger("dev.plumb.jsep");
    private static final int KEPT_AT_MOST = 65_536;

    final EventSource<RTCTrackEvent> tracks;
    final EventSource<RTCTrackEvent> removedTracks = new EventSource<>();
    final EventSource<RTCDataChannel> dataChannels;
    final EventSource<Optional<RTCIceCandidateInit>> iceCandidates = new EventSource<>();
    final EventSource<RTCIceCandidateError> iceCandidateErrors = new EventSource<>();
    final EventSource<RTCPeerConnection> negotiationNeeded = new EventSource<>();
    final EventSource<RTCSignalingState> signalingStates = new EventSource<>();
    final EventSource<RTCPeerConnectionState> connectionStates = new EventSource<>();
    final EventSource<RTCIceConnectionState> iceConnectionStates = new EventSource<>();
    final EventSource<RTCIceGatheringState> gatheringStates = new EventSource<>();
    /** The end of the connection, for internal code that waits on it. */
    final EventSource<Boolean> closes = new EventSource<>();

    private volatile RTCPeerConnectionState connectionState = RTCPeerConnectionState.NEW;
    private volatile RTCIceConnectionState iceConnectionState = RTCIceConnectionState.NEW;
    private volatile Optional<String> failureReason = Optional.empty();
    private volatile RTCIceGatheringState iceGatheringState = RTCIceGatheringState.NEW;

    /** Makes the events of a connection. Tracks and data channels are kept until their first listener is added. */
    PeerEvents(Loop loop) {
        this.tracks = EventSource.keeping(loop, KEPT_AT_MOST);
        this.dataChannels = EventSource.keeping(loop, KEPT_AT_MOST);
    }

    RTCPeerConnectionState connectionState() {
        return connectionState;
    }

    Optional<String> failureReason() {
        return failureReason;
    }

    RTCIceConnectionState iceConnectionState() {
        return iceConnectionState;
    }

    RTCIceGatheringState iceGatheringState() {
        return iceGatheringState;
    }

    /** Reports changed states, the lower layers first. All states have changed by then. */
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
        if (otherConnection) {
            failureReason = transports.failureReason();
            LOG.log(
                    Level.INFO,
                    "the connection is {0}{1}",
                    connection.spec(),
                    failureReason.map(r -> ": " + r).orElse(""));
        }
        if (otherConnection && connectionState != RTCPeerConnectionState.CLOSED) {
            connectionStates.fire(connection);
        }
    }

    /** Marks the connection closed. The application gets no event. */
    void close() {
        connectionState = RTCPeerConnectionState.CLOSED;
        iceConnectionState = RTCIceConnectionState.CLOSED;
        closes.fire(true);
    }
}
