package dev.plumb.objects;

import java.util.List;
import java.util.function.Consumer;

/**
 * A listener for streams on a transport that no receiver takes, and, if wished, for every RTP packet.
 *
 * @spec https://draft.ortc.org/#rtcrtplistener* ORTC 8, The RTCRtpListener Object
 */
public final class RTCRtpListener implements AutoCloseable {
    private final Agent agent;
    private final RTCDtlsTransport transport;
    private final List<RTCRtpHeaderExtensionParameters> headerExtensions;
    private final EventSource<RTCRtpUnhandled> unhandled = new EventSource<>();
    private final EventSource<RTCRtpPacket> packets = new EventSource<>();
    private boolean wantsPackets;
    private boolean stopped;

    RTCRtpListener(Agent agent, RTCDtlsTransport transport, List<RTCRtpHeaderExtensionParameters> headerExtensions) {
        this.agent = agent;
        this.transport = transport;
        this.headerExtensions = List.copyOf(headerExtensions);
        transport.media().addListener(this);
    }

    /** Returns the transport that this listener listens on. */
    public RTCDtlsTransport transport() {
        return transport;
    }

    /**
     * Registers a listener that is called on the loop with a stream that no receiver takes, once for each. Packets of
     * the last three seconds are kept: a receiver made in the listener gets them.
     */
    public Registration onUnhandledRtp(Consumer<RTCRtpUnhandled> listener) {
        Registration registration = unhandled.add(listener);
        agent.run(() -> transport.media().reportUnhandledAgain());
        return registration;
    }

    /**
     * Registers a listener that is called on the loop with every received RTP packet after SRTP, whether a receiver
     * takes it or not.
     */
    public Registration onPacket(Consumer<RTCRtpPacket> listener) {
        Registration registration = packets.add(listener);
        agent.run(() -> {
            wantsPackets = true;
            transport.media().updateTap();
        });
        return registration;
    }

    List<RTCRtpHeaderExtensionParameters> headerExtensions() {
        return headerExtensions;
    }

    boolean wantsPackets() {
        return wantsPackets;
    }

    void unhandled(RTCRtpUnhandled stream) {
        unhandled.fire(stream);
    }

    void packet(RTCRtpPacket packet) {
        packets.fire(packet);
    }

    /** Ends it. */
    public void stop() {
        close();
    }

    /** Stops the listener, as {@link #stop()} does. */
    @Override
    public void close() {
        agent.end(() -> {
            if (!stopped) {
                stopped = true;
                transport.media().removeListener(this);
                unhandled.clear();
                packets.clear();
                agent.disown(this);
            }
        });
    }
}
