package dev.plumb.examples.readme;

import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCSctpTransport;
import java.util.List;

/** Two agents in one process, plumbed together by objects alone. */
public final class ObjectsInTenLines {
    private ObjectsInTenLines() {}

    /** Connects two agents and opens a channel between them. */
    public static void connect(Plumbing left, Plumbing right) {
        left.gatherer().onLocalCandidate(right.ice()::addRemoteCandidate);
        right.gatherer().onLocalCandidate(left.ice()::addRemoteCandidate);
        left.ice().start(left.gatherer(), right.gatherer().getLocalParameters(), RTCIceRole.CONTROLLING);
        right.ice().start(right.gatherer(), left.gatherer().getLocalParameters(), RTCIceRole.CONTROLLED);
        left.dtls().start(right.dtls().getLocalParameters());
        right.dtls().start(left.dtls().getLocalParameters());
        left.sctp().start(RTCSctpTransport.getCapabilities());
        right.sctp().start(RTCSctpTransport.getCapabilities());
        List.of(left, right).forEach(plumbing -> plumbing.gatherer().gather());
        left.agent()
                .dataChannel(left.sctp(), RTCDataChannelParameters.of("hello"))
                .onOpen(c -> c.send("hello over there"));
    }
}
