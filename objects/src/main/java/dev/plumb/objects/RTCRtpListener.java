package dev.plumb.objects;

import java.util.List;
import java.util.function.Consumer;

/**
 * Hears of streams on a transport that no receiver takes, and, if wished, of every RTP packet.
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

    /** On what it listens. */
    public RTCDtlsTransport transport() {
        return transport;
    }

    /**
     * Called on the loop with a stream that no receiver takes, once for each. Its packets of the last three seconds are kept: a receiver
     * made now gets them.
     */
    public Registration onUnhandledRtp(Consumer<RTCRtpUnhandled> listener) {
        Registration registration = unhandled.add(listener);
        agent.run(() -> transport.media().reportUnhandledAgain());
        return registration;
    }

    /** Called on the loop with every RTP packet that comes, whether a receiver takes it or not, as SRTP has left it. */
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

    /** The same as {@link #stop()}. */
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
