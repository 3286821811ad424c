package dev.plumb.objects;

import java.util.ArrayList;
import java.util.List;

/**
 * A controller, which orders ICE transports of the RTP component. While one is checking, those after it send no checks
 * of their own, but answer. A transport has one controller.
 *
 * @spec https://draft.ortc.org/#rtcicetransportcontroller* ORTC 3.9, The RTCIceTransportController Object
 */
public final class RTCIceTransportController {
    private final Agent agent;
    private final List<RTCIceTransport> transports = new ArrayList<>();

    RTCIceTransportController(Agent agent) {
        this.agent = agent;
    }

    /** Adds a transport after all others. */
    public void addTransport(RTCIceTransport transport) {
        agent.run(() -> add(transport, transports.size()));
    }

    /**
     * Adds a transport.
     *
     * @param index the position, 0 for the first
     * @throws RTCException InvalidStateError where it is closed, is of the RTCP component or has a controller;
     *     RangeError where there is no such place
     */
    public void addTransport(RTCIceTransport transport, int index) {
        agent.run(() -> add(transport, index));
    }

    private void add(RTCIceTransport transport, int index) {
        if (index < 0 || index > transports.size()) {
            throw new RTCException(
                    RTCException.Name.RANGE_ERROR,
                    "index must be between 0 and " + transports.size() + ", not " + index);
        }
        transport.control(this);
        transports.add(index, transport);
        update();
    }

    /** Returns the transports in their order. */
    public List<RTCIceTransport> getTransports() {
        return agent.call(() -> List.copyOf(transports));
    }

    void stopped(RTCIceTransport transport) {
        transports.remove(transport);
        update();
    }

    /** Holds transports back or lets them check after a transport's state has changed. */
    void update() {
        boolean held = false;
        for (RTCIceTransport transport : List.copyOf(transports)) {
            transport.hold(held);
            held |= transport.state() == RTCIceTransportState.CHECKING;
        }
    }
}
