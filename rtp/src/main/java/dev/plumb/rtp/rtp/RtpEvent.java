package dev.plumb.rtp.rtp;

import dev.plumb.rtp.jitter.AudioPacket;
import dev.plumb.rtp.jitter.EncodedFrame;
import org.jspecify.annotations.Nullable;

/** An event of an {@link RtpSession}. */
public sealed interface RtpEvent {
    /** An audio packet arrived. Packets are reported in network order; the player puts them in order. */
    record AudioPacketReceived(RtpReceiver receiver, AudioPacket packet) implements RtpEvent {}

    /** A picture is whole and can be decoded after those before it. */
    record VideoFrameReceived(RtpReceiver receiver, EncodedFrame frame) implements RtpEvent {}

    /** The other side needs a key frame of this stream. */
    record KeyFrameRequested(RtpSendStream stream) implements RtpEvent {}

    /**
     * A BYE arrived for a stream.
     *
     * @param receiver the receiver whose stream has ended, or null if no stream has
     */
    record ByeReceived(@Nullable RtpReceiver receiver, long ssrc) implements RtpEvent {}

    /**
     * A stream without a receiver, reported once for each. Its packets are kept for a moment.
     *
     * @param mid the MID of the packet; empty where it has none
     * @param rid likewise
     */
    record Unhandled(String mid, String rid, int payloadType, long ssrc) implements RtpEvent {}

    /**
     * A packet as it arrived, unprotected. Reported only if it was asked for.
     *
     * @param receiver the receiver that it is for; null for none
     * @param packet header and payload
     */
    record PacketReceived(@Nullable RtpReceiver receiver, byte[] packet, long arrivalNanos) implements RtpEvent {}

    /** The other side uses the SSRC of this stream too; reported once. */
    record SsrcConflict(RtpSendStream stream) implements RtpEvent {}

    /** The round-trip time was measured. */
    record RttMeasured(RtpSendStream stream, long rttNanos) implements RtpEvent {}

    /** The other side reports the bitrate that it estimates the path to carry (REMB). */
    record EstimateReceived(long bitrateBps) implements RtpEvent {}
}
