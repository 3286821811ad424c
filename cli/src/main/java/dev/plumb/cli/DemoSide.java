package dev.plumb.cli;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.signal.json.Dictionaries;
import dev.plumb.signal.json.JsonException;
import java.util.Optional;

/** One of the demo's two sides. They exchange the objects' own dictionaries as JSON; there is no SDP. */
final class DemoSide implements AutoCloseable {
    private final Agent agent = Plumb.agent();
    private final Plumb plumb = Plumb.on(agent, RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));

    DemoSide() {
        for (MediaKind kind : MediaKind.values()) {
            plumb.willReceive(kind, Optional.of(firstCodecOf(agent.getReceiverCapabilities(kind))));
        }
    }

    /** Returns the capabilities of the first codec with its repair, so that the demo's figures are of one codec. */
    private static RTCRtpCapabilities firstCodecOf(RTCRtpCapabilities all) {
        RTCRtpCodecCapability first = all.codecs().getFirst();
        String apt = Integer.toString(first.preferredPayloadType());
        return all.withCodecs(all.codecs().stream()
                .filter(c -> c.equals(first) || apt.equals(c.parameters().get("apt")))
                .toList());
    }

    Agent agent() {
        return agent;
    }

    Plumb plumb() {
        return plumb;
    }

    /** Tells the other side the parameters of this one, whenever they change. */
    void tell(DemoSide other) {
        plumb.onLocalParameters(parameters -> other.hear(Dictionaries.write(parameters)));
    }

    private void hear(String json) {
        try {
            plumb.start(Dictionaries.read(json, PlumbParameters.class));
        } catch (JsonException e) {
            throw new IllegalArgumentException("the other side's parameters cannot be read", e);
        }
    }

    @Override
    public void close() {
        agent.close();
    }
}
