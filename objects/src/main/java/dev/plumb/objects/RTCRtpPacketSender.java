package dev.plumb.objects;

/**
 * A sender of RTP packets that an application makes, or has received elsewhere. Header, SSRC and payload type stay as
 * they are; only SRTP is added. Other needs of a stream, such as retransmissions, are the application's work.
 */
public final class RTCRtpPacketSender implements AutoCloseable {
    private final Agent agent;
    private final RTCDtlsTransport transport;
    private boolean stopped;

    RTCRtpPacketSender(Agent agent, RTCDtlsTransport transport) {
        this.agent = agent;
        this.transport = transport;
    }

    /** Returns the transport over which it sends. */
    public RTCDtlsTransport transport() {
        return transport;
    }

    /**
     * Sends a packet at once.
     *
     * @return false where it is too long for one datagram, or the transport is not connected
     * @throws RTCException InvalidStateError where it is stopped; InvalidAccessError where the packet's SSRC is that of
     *     a sender of the transport, its sequence number was sent before, or the transport has sent with too many
     *     SSRCs, since SRTP would then use a key stream twice
     */
    public boolean send(RTCRtpPacket packet) {
        return agent.call(() -> {
            if (stopped) {
                throw RTCException.invalidState("the packet sender is stopped; make a new one");
            }
            return transport.media().sendPacket(packet.bytes());
        });
    }

    /** Ends it. */
    public void stop() {
        close();
    }

    /** Stops the sender, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                agent.disown(this);
            }
        });
    }
}
