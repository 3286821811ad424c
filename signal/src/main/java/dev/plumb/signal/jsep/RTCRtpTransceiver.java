package dev.plumb.signal.jsep;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpReceiver;
import dev.plumb.objects.RTCRtpSender;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sender and a receiver that share a media section.
 *
 * @spec https://www.w3.org/TR/webrtc/#rtcrtptransceiver-interface WebRTC 5.4, RTCRtpTransceiver Interface
 */
public final class RTCRtpTransceiver {
    private final RTCPeerConnection connection;
    private final MediaKind kind;
    private final RTCRtpSender sender;
    private final RTCRtpReceiver receiver;
    private final boolean byAddTrack;
    private volatile String mid = "";
    private volatile RTCRtpTransceiverDirection direction;
    private volatile @Nullable RTCRtpTransceiverDirection currentDirection;
    private volatile boolean stopped;
    private int sectionIndex = -1;
    private List<String> streamIds;
    private List<RTCRtpEncodingParameters> sendEncodings;
    private boolean trackAnnounced;

    RTCRtpTransceiver(
            RTCPeerConnection connection,
            MediaKind kind,
            RTCRtpSender sender,
            RTCRtpReceiver receiver,
            RTCRtpTransceiverInit init,
            List<RTCRtpEncodingParameters> sendEncodings,
            boolean byAddTrack) {
        this.connection = connection;
        this.kind = kind;
        this.sender = sender;
        this.receiver = receiver;
        this.direction = init.direction();
        this.streamIds = init.streamIds();
        this.sendEncodings = sendEncodings;
        this.byAddTrack = byAddTrack;
    }

    /** Audio or video. */
    public MediaKind kind() {
        return kind;
    }

    /** The media section's name; empty before there is one. */
    public Optional<String> mid() {
        return mid.isEmpty() ? Optional.empty() : Optional.of(mid);
    }

    /** What sends. */
    public RTCRtpSender sender() {
        return sender;
    }

    /** What receives. */
    public RTCRtpReceiver receiver() {
        return receiver;
    }

    /** Which way media is to flow, from the next negotiation on. */
    public RTCRtpTransceiverDirection direction() {
        return stopped ? RTCRtpTransceiverDirection.STOPPED : direction;
    }

    /** Which way media flows, by the last negotiation; empty before the first. */
    public Optional<RTCRtpTransceiverDirection> currentDirection() {
        return Optional.ofNullable(stopped ? RTCRtpTransceiverDirection.STOPPED : currentDirection);
    }

    /** Sets which way media is to flow, from the next negotiation on. */
    public void direction(RTCRtpTransceiverDirection newDirection) {
        connection.onLoop(() -> {
            connection.requireOpen();
            if (stopped || newDirection == RTCRtpTransceiverDirection.STOPPED) {
                throw RTCPeerConnection.invalidState(
                        "a transceiver is stopped by stop(), and then keeps its direction");
            }
            if (direction != newDirection) {
                direction = newDirection;
                connection.negotiationMayBeNeeded();
            }
        });
    }

    /** Ends both halves; its media section is refused from the next negotiation on. */
    public void stop() {
        connection.onLoop(() -> {
            connection.requireOpen();
            if (!stopped) {
                stopNow();
                connection.negotiationMayBeNeeded();
            }
        });
    }

    // ---- for the connection, on the loop ----------------------------------------------------------------------------

    void stopNow() {
        stopped = true;
        sender.stop();
        receiver.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isByAddTrack() {
        return byAddTrack;
    }

    void mid(String newMid, int newSectionIndex) {
        mid = newMid;
        sectionIndex = newSectionIndex;
    }

    String midOrEmpty() {
        return mid;
    }

    int sectionIndex() {
        return sectionIndex;
    }

    void negotiated(RTCRtpTransceiverDirection result) {
        currentDirection = result;
    }

    void setDirection(RTCRtpTransceiverDirection newDirection) {
        direction = newDirection;
    }

    List<String> streamIds() {
        return streamIds;
    }

    void streamIds(List<String> ids) {
        streamIds = List.copyOf(ids);
    }

    List<RTCRtpEncodingParameters> sendEncodings() {
        return sendEncodings;
    }

    void sendEncodings(List<RTCRtpEncodingParameters> encodings) {
        sendEncodings = List.copyOf(encodings);
    }

    boolean trackAnnounced() {
        return trackAnnounced;
    }

    void trackAnnounced(boolean announced) {
        trackAnnounced = announced;
    }
}
