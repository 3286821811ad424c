package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A sender and a receiver that share a media section. Safe on any thread.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcrtptransceiver-interface WebRTC 5.4, RTCRtpTransceiver Interface
 */
public final class RTCRtpTransceiver {
    private final RTCPeerConnection connection;
    private final MediaKind kind;
    private final RTCRtpSender sender;
    private final RTCRtpReceiver receiver;
    private final TransceiverPreferences preferences;
    private final TransceiverSending sending;
    private final boolean byRemoteOffer;
    private volatile Association association = Association.NONE;
    private volatile RTCRtpTransceiverDirection direction;
    private volatile @Nullable RTCRtpTransceiverDirection currentDirection;
    private volatile boolean stopping;
    private volatile boolean stopped;
    private boolean byAddTrack;
    private boolean everSent;

    RTCRtpTransceiver(
            RTCPeerConnection connection,
            RTCRtpSender sender,
            RTCRtpReceiver receiver,
            RTCRtpTransceiverInit init,
            TransceiverPreferences preferences,
            TransceiverSending sending,
            Origin origin) {
        this.connection = connection;
        this.kind = sender.kind();
        this.sender = sender;
        this.receiver = receiver;
        this.preferences = preferences;
        this.sending = sending;
        this.direction = init.direction();
        this.byAddTrack = origin == Origin.ADD_TRACK;
        this.byRemoteOffer = origin == Origin.REMOTE_OFFER;
    }

    /** The creator of a transceiver. */
    enum Origin {
        ADD_TRACK,
        ADD_TRANSCEIVER,
        REMOTE_OFFER
    }

    /**
     * The state that only descriptions set. A rollback restores it.
     *
     * @param mid the media section's name; empty for none
     * @param sectionIndex the media section's index; -1 for none
     * @param receiving whether the peer's track was announced
     * @param remoteStreams the ids of the streams in which the peer groups the track
     */
    record Association(String mid, int sectionIndex, boolean receiving, List<String> remoteStreams) {
        static final Association NONE = new Association("", -1, false, List.of());

        Association {
            remoteStreams = List.copyOf(remoteStreams);
        }

        Association at(String newMid, int newIndex) {
            return new Association(newMid, newIndex, receiving, remoteStreams);
        }

        Association tracks(boolean newReceiving, List<String> newStreams) {
            return new Association(mid, sectionIndex, newReceiving, newStreams);
        }
    }

    // ---- the object -------------------------------------------------------------------------------------------------

    /** Returns the kind of media, audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** Returns the media section's name, or empty before there is one, and once it is rejected. */
    public Optional<String> mid() {
        String mid = association.mid();
        return mid.isEmpty() ? Optional.empty() : Optional.of(mid);
    }

    /** Returns the sender. */
    public RTCRtpSender sender() {
        return sender;
    }

    /** Returns the receiver. */
    public RTCRtpReceiver receiver() {
        return receiver;
    }

    /**
     * Returns the transport of the media, once a description of ours with its section was set; empty before, and once
     * the section is rejected.
     */
    public Optional<RTCDtlsTransport> transport() {
        return connection.fromLoop(() -> connection.transportOf(this));
    }

    /** Returns the direction that the next negotiation asks for. */
    public RTCRtpTransceiverDirection direction() {
        return stopping ? RTCRtpTransceiverDirection.STOPPED : direction;
    }

    /** Returns the direction of the last negotiation, or empty before the first. */
    public Optional<RTCRtpTransceiverDirection> currentDirection() {
        return Optional.ofNullable(stopped ? RTCRtpTransceiverDirection.STOPPED : currentDirection);
    }

    /**
     * Sets the direction of the media, from the next negotiation on.
     *
     * @throws RTCException InvalidStateError where it is stopped or the connection is closed; TypeError for stopped
     */
    public void direction(RTCRtpTransceiverDirection newDirection) {
        onLiveLoop(() -> {
            if (newDirection == RTCRtpTransceiverDirection.STOPPED) {
                throw new RTCException(RTCException.Name.TYPE_ERROR, "a transceiver is stopped by stop()");
            }
            if (direction != newDirection) {
                direction = newDirection;
                connection.negotiationMayBeNeeded();
            }
        });
    }

    /**
     * Ends both halves at once; its media section is refused from the next negotiation on, and the transceiver leaves
     * the connection. Stopping twice does nothing.
     */
    public void stop() {
        connection.onLoop(() -> {
            connection.requireOpen();
            if (!stopping) {
                endHalves();
                connection.stopping(this);
            }
        });
    }

    /**
     * Replaces the sender's track, as {@link RTCRtpSender#replaceTrack} does, in order among the connection's
     * operations.
     *
     * @param track null for none
     * @return fails with InvalidStateError where the transceiver is stopped or the connection is closed
     * @spec https://www.w3.org/TR/webrtc/#dom-rtcrtpsender-replacetrack WebRTC 5.2, replaceTrack
     */
    public CompletableFuture<RTCRtpSender> replaceTrack(@Nullable MediaStreamTrack track) {
        return connection.replaceTrack(this, track);
    }

    /** Sets the streams in which the peer is to group the track, from the next negotiation on. */
    public void setStreams(String... streamIds) {
        onLiveLoop(() -> {
            sending.streamIds(List.of(streamIds));
            connection.negotiationMayBeNeeded();
        });
    }

    /**
     * Sets the codecs to negotiate, the preferred one first. None stands for all, in the order of the capabilities.
     *
     * @throws RTCException InvalidModificationError for one that is not among the receiver's capabilities, or where
     *     none could carry media
     */
    public void setCodecPreferences(List<RTCRtpCodecCapability> codecs) {
        onLiveLoop(() -> preferences.codecs(codecs));
    }

    /** Returns the available header extensions, and whether each is to be negotiated. */
    public List<RTCRtpHeaderExtensionCapability> getHeaderExtensionsToNegotiate() {
        return connection.fromLoop(preferences::extensions);
    }

    /**
     * Sets the header extensions to negotiate, from the next negotiation on.
     *
     * @param extensions the extensions of {@link #getHeaderExtensionsToNegotiate}, with other directions
     * @throws RTCException InvalidModificationError where another is among them, one is missing, the order differs, or
     *     one without which bundling cannot be is stopped
     */
    public void setHeaderExtensionsToNegotiate(List<RTCRtpHeaderExtensionCapability> extensions) {
        onLiveLoop(() -> preferences.extensions(extensions));
    }

    /** Returns the same list, with those stopped that the last negotiation did not agree on. */
    public List<RTCRtpHeaderExtensionCapability> getNegotiatedHeaderExtensions() {
        return connection.fromLoop(preferences::negotiatedExtensions);
    }

    /** Returns the send parameters, to be changed and given to {@link #setSendParameters}. */
    public RTCRtpSendParameters getSendParameters() {
        return connection.fromLoop(sending::read);
    }

    /**
     * Changes the send parameters, at once and without negotiation.
     *
     * @param changed the parameters that {@link #getSendParameters} returned last, with changed encodings. Each reading
     *     can be used once, and not after a negotiation that changed them
     * @throws RTCException InvalidStateError where it is stopped or nothing was read before; InvalidModificationError
     *     where it is another reading, or more than the encodings' own settings was changed
     */
    public void setSendParameters(RTCRtpSendParameters changed) {
        onLiveLoop(() -> sending.write(changed));
    }

    private void onLiveLoop(Runnable body) {
        connection.onLoop(() -> {
            connection.requireOpen();
            if (stopping) {
                throw RTCPeerConnection.invalidState("the transceiver is stopped; add another");
            }
            body.run();
        });
    }

    // ---- for the connection, on the loop ----------------------------------------------------------------------------

    /** Ends sender and receiver; the section is still there. */
    private void endHalves() {
        stopping = true;
        sender.stop();
        receiver.stop();
    }

    /** Stops the transceiver after its section was rejected, or was never there. */
    void stopNow() {
        if (!stopping) {
            endHalves();
        }
        stopped = true;
    }

    /** Returns whether the transceiver has ceased to send and receive. */
    boolean isStopping() {
        return stopping;
    }

    /** Returns whether the section is rejected, too. */
    boolean isStopped() {
        return stopped;
    }

    boolean isByAddTrack() {
        return byAddTrack;
    }

    /** Returns whether a rollback of the offer that created this transceiver ends it. */
    boolean goesWithItsOffer() {
        return byRemoteOffer && !byAddTrack;
    }

    Association association() {
        return association;
    }

    void association(Association next) {
        association = next;
    }

    boolean isAssociated() {
        return association.sectionIndex() >= 0;
    }

    int sectionIndex() {
        return association.sectionIndex();
    }

    void negotiated(RTCRtpTransceiverDirection result) {
        currentDirection = result;
        everSent |= result.sends();
    }

    /** Returns whether a negotiation has ever let it send. */
    boolean hasEverSent() {
        return everSent;
    }

    /** Returns whether {@code addTrack} may reuse this transceiver. */
    boolean isFreeFor(MediaKind wanted) {
        return kind == wanted && !stopping && !everSent && sender.track().isEmpty();
    }

    /** Notes that {@code addTrack} reuses this transceiver. */
    void takenByAddTrack(List<String> streamIds) {
        // of those that an application made, only addTrack's own take an offer's section
        byAddTrack |= byRemoteOffer;
        sending.streamIds(streamIds);
        sends(true);
    }

    /** Sets whether the direction includes sending. */
    void sends(boolean wanted) {
        direction = RTCRtpTransceiverDirection.of(wanted, direction.receives());
    }

    void receives(boolean wanted) {
        direction = RTCRtpTransceiverDirection.of(direction.sends(), wanted);
    }

    TransceiverPreferences preferences() {
        return preferences;
    }

    TransceiverSending sending() {
        return sending;
    }

    List<String> streamIds() {
        return sending.streamIds();
    }

    List<RTCRtpEncodingParameters> sendEncodings() {
        return sending.encodings();
    }
}
