package dev.plumb.signal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCRtpCapabilities;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.testkit.Growth;
import dev.plumb.testkit.Seeds;
import dev.plumb.testkit.SimHost;
import dev.plumb.testkit.SimNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that reading and using a dictionary costs what it is long, whichever of its lists a peer makes long. */
class JsonGrowthTest {
    private static final int N = 1_000;

    /** A list in a dictionary: where it is, and whether the texts in its elements are made distinct. */
    record Sized(Record dictionary, String pointer, boolean distinct) {
        @Override
        public String toString() {
            return dictionary.getClass().getSimpleName() + pointer + (distinct ? ", distinct" : "");
        }

        String text(int n) {
            ObjectNode tree = Dictionaries.toTree(dictionary).deepCopy();
            ArrayNode list = (ArrayNode) tree.at(pointer);
            List<JsonNode> elements = new ArrayList<>();
            list.forEach(elements::add);
            list.removeAll();
            for (int i = 0; i < n; i++) {
                JsonNode element = elements.get(i % elements.size()).deepCopy();
                list.add(distinct ? distinct(element, i) : element);
            }
            return tree.toString();
        }

        private static JsonNode distinct(JsonNode element, int i) {
            if (element.isTextual()) {
                return new TextNode(element.asText() + i);
            }
            if (element instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    if (member.getValue().isTextual()) {
                        member.setValue(new TextNode(member.getValue().asText() + i));
                    }
                }
            }
            return element;
        }
    }

    static Stream<Sized> lists() {
        return DictionariesTest.dictionaries()
                .flatMap(d -> pointers(Dictionaries.toTree(d), "").stream()
                        .flatMap(p -> Stream.of(new Sized(d, p, false), new Sized(d, p, true))));
    }

    private static List<String> pointers(JsonNode node, String at) {
        List<String> found = new ArrayList<>();
        if (node.isArray() && !node.isEmpty()) {
            found.add(at);
            found.addAll(pointers(node.get(0), at + "/0"));
        } else if (node.isObject()) {
            node.properties().forEach(member -> found.addAll(pointers(member.getValue(), at + "/" + member.getKey())));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsAndTakesInTimeThatGrowsWithTheListAlone(Sized list) {
        Growth.check(list.toString(), N, 3, n -> {
            String text = list.text(n);
            SimNetwork network = new SimNetwork(1);
            SimHost host = network.host("192.0.2.1");
            Agent agent = Agent.create(host.loop(), host, Seeds.secureRandom(1));
            Plumb plumb = Plumb.on(agent);
            network.clock().runFor(Duration.ofMillis(10));
            return () -> {
                try {
                    take(agent, plumb, Dictionaries.read(text, list.dictionary().getClass()));
                    network.clock().runFor(Duration.ofMillis(10));
                } catch (JsonException | RTCException e) {
                    // refusing is as good, if it costs no more
                }
                agent.close();
            };
        });
    }

    private static void take(Agent agent, Plumb plumb, Record read) {
        RTCRtpCapabilities ours = agent.getReceiverCapabilities(MediaKind.VIDEO);
        switch (read) {
            case PlumbParameters p -> plumb.start(p);
            case RTCRtpCapabilities c -> ours.toSendParameters("v1", c);
            case ReceiveConstraints c -> c.applyTo(ours.toReceiveParameters("v1"), ours);
            case RTCRtpParameters p ->
                agent.rtpReceiver(MediaKind.AUDIO, plumb.dtlsTransport()).receive(p);
            default -> {}
        }
    }
}
