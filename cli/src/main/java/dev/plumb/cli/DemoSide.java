package dev.plumb.cli;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDtlsParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceParameters;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpHeaderExtensionParameters;
import dev.plumb.objects.RTCRtpParameters;
import java.util.List;
import java.util.function.Consumer;

/**
 * One of the demo's two agents: a gatherer, an ICE and a DTLS transport, and how it tells the other of them. What goes between the two
 * is the objects' own dictionaries as JSON; there is no SDP.
 */
final class DemoSide implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);

    private final Agent agent = Agent.create();
    private final RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));
    private final RTCIceTransport ice = agent.iceTransport(gatherer);
    private final RTCDtlsTransport dtls = agent.dtlsTransport(ice);

    DemoSide() {}

    Agent agent() {
        return agent;
    }

    RTCIceTransport ice() {
        return ice;
    }

    RTCDtlsTransport dtls() {
        return dtls;
    }

    /** What the other side is to be told of the transports. */
    String describeTransport() {
        ObjectNode message = JSON.createObjectNode();
        message.set("ice", JSON.valueToTree(gatherer.getLocalParameters()));
        message.set("dtls", JSON.valueToTree(dtls.getLocalParameters()));
        return message.toString();
    }

    /** Sends each candidate to the other side as it is found. */
    void trickle(Consumer<String> toTheOther) {
        gatherer.onLocalCandidate(c -> {
            ObjectNode message = JSON.createObjectNode();
            switch (c) {
                case RTCIceCandidate candidate -> message.set("candidate", JSON.valueToTree(candidate));
                case RTCIceCandidateComplete complete -> message.put("complete", true);
            }
            toTheOther.accept(message.toString());
        });
        gatherer.gather();
    }

    /** Starts the transports with what the other side says of its own. */
    void start(String theirs, RTCIceRole role) {
        JsonNode message = read(theirs);
        ice.start(gatherer, convert(message.get("ice"), RTCIceParameters.class), role);
        dtls.start(convert(message.get("dtls"), RTCDtlsParameters.class));
    }

    /** Takes a candidate of the other side's. */
    void candidate(String theirs) {
        JsonNode message = read(theirs);
        ice.addRemoteCandidate(
                message.has("candidate")
                        ? convert(message.get("candidate"), RTCIceCandidate.class)
                        : new RTCIceCandidateComplete());
    }

    /** What this side is willing to receive: the first codec of a kind, with its repair. */
    RTCRtpParameters willingToReceive(MediaKind kind) {
        RTCRtpCapabilities can = agent.getReceiverCapabilities(kind);
        RTCRtpCodecCapability first = can.codecs().getFirst();
        String apt = Integer.toString(first.preferredPayloadType());
        return new RTCRtpParameters(
                kind.spec(),
                can.codecs().stream()
                        .filter(c -> c == first || apt.equals(c.parameters().get("apt")))
                        .map(RTCRtpCodecCapability::toParameters)
                        .toList(),
                can.headerExtensions().stream()
                        .map(e -> new RTCRtpHeaderExtensionParameters(e.uri(), e.preferredId()))
                        .toList(),
                RTCRtcpParameters.DEFAULT,
                List.of());
    }

    static String write(RTCRtpParameters parameters) {
        return JSON.valueToTree(parameters).toString();
    }

    static RTCRtpParameters readParameters(String json) {
        return convert(read(json), RTCRtpParameters.class);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    private static <T> T convert(JsonNode node, Class<T> type) {
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + node, e);
        }
    }

    @Override
    public void close() {
        agent.close();
    }
}
