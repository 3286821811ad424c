package dev.plumb.signal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** A writer of records to JSON trees. */
final class DictionaryWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DictionaryWriter() {}

    /** Writes a dictionary as {@link #write} does, with values that JSON cannot hold as nodes of their own. */
    static ObjectNode tree(Record dictionary) {
        return write(dictionary, NODES::pojoNode);
    }

    static ObjectNode write(Record dictionary) {
        return write(dictionary, value -> {
            throw new IllegalArgumentException("no dictionary has a " + value.getClass());
        });
    }

    private static ObjectNode write(Record dictionary, Function<Object, JsonNode> other) {
        ObjectNode node = NODES.objectNode();
        for (Shape.Member member : Shape.of(dictionary.getClass()).members()) {
            Object value = member.of(dictionary);
            if (!value.equals(member.ordinary())) {
                node.set(member.specName(), value(value, other));
            }
        }
        return node;
    }

    private static JsonNode value(Object value, Function<Object, JsonNode> other) {
        return switch (value) {
            case String s -> NODES.textNode(s);
            case Boolean b -> NODES.booleanNode(b);
            case Integer i -> NODES.numberNode(i);
            case Long l -> NODES.numberNode(l);
            case Double d -> NODES.numberNode(d);
            case OptionalInt i -> NODES.numberNode(i.getAsInt());
            case OptionalLong l -> NODES.numberNode(l.getAsLong());
            case OptionalDouble d -> NODES.numberNode(d.getAsDouble());
            case Optional<?> o -> value(o.orElseThrow(), other);
            case Enum<?> e -> NODES.textNode(Values.nameOf(e));
            case Record r -> write(r, other);
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(element -> array.add(value(element, other)));
                yield array;
            }
            case Map<?, ?> map -> {
                // in the order of their names, so that what is written is stable
                Map<String, JsonNode> sorted = new TreeMap<>();
                map.forEach((k, v) ->
                        sorted.put(k instanceof Enum<?> e ? Values.nameOf(e) : k.toString(), value(v, other)));
                ObjectNode object = NODES.objectNode();
                object.setAll(sorted);
                yield object;
            }
            default -> other.apply(value);
        };
    }
}
