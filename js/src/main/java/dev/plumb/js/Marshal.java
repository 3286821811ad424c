package dev.plumb.js;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateComplete;
import dev.plumb.objects.RTCIceGatherCandidate;
import dev.plumb.objects.SpecName;
import dev.plumb.signal.json.Dictionaries;
import dev.plumb.signal.json.JsonException;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A converter between scripts' values and Java's: texts, numbers, lists, buffers, enums by their names in the
 * specifications, dictionaries as records. Objects are passed as they are, without members that a script could see.
 * Used on the loop.
 */
final class Marshal {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEPTH_AT_MOST = 32;

    private final Value newObject;
    private final Value newArray;
    private final Value newBuffer;
    private final @Nullable Value fromBase64;

    /**
     * @param makers functions of the prelude: {@code object()}, {@code array()}, {@code buffer(length)}, and
     *     {@code base64(text)} where the language has it
     */
    Marshal(Value makers) {
        newObject = makers.getMember("object");
        newArray = makers.getMember("array");
        newBuffer = makers.getMember("buffer");
        Value base64 = makers.getMember("base64");
        fromBase64 = base64 != null && base64.canExecute() ? base64 : null;
    }

    // ---- to scripts -------------------------------------------------------------------------------------------------

    @Nullable
    Object toScript(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> o -> toScript(o.orElse(null));
            case OptionalInt i -> i.isPresent() ? i.getAsInt() : null;
            case OptionalLong l -> l.isPresent() ? (double) l.getAsLong() : null;
            case OptionalDouble d -> d.isPresent() ? d.getAsDouble() : null;
            case Long l -> (double) l;
            case String s -> s;
            case Boolean b -> b;
            case Number n -> n.doubleValue();
            case Enum<?> e -> nameOf(e);
            case byte[] bytes -> buffer(bytes);
            case Collection<?> list -> {
                Value array = newArray.execute();
                int i = 0;
                for (Object element : list) {
                    array.setArrayElement(i++, toScript(element));
                }
                yield array;
            }
            case Map<?, ?> map -> {
                Value object = newObject.execute();
                map.forEach((k, v) -> object.putMember(k instanceof Enum<?> e ? nameOf(e) : k.toString(), toScript(v)));
                yield object;
            }
            case Record r -> tree(Dictionaries.toTree(r));
            default -> {
                if (!Reach.holds(value)) {
                    throw new IllegalStateException(
                            "no script's half is of a " + value.getClass().getName());
                }
                yield value;
            }
        };
    }

    static String nameOf(Enum<?> constant) {
        return switch (constant) {
            case SpecName named -> named.spec();
            case MediaKind kind -> kind.spec();
            default -> constant.name();
        };
    }

    private @Nullable Object tree(JsonNode node) {
        return switch (node) {
            case POJONode pojo -> toScript(pojo.getPojo());
            case ObjectNode object -> {
                Value made = newObject.execute();
                object.properties().forEach(e -> made.putMember(e.getKey(), tree(e.getValue())));
                yield made;
            }
            case ArrayNode array -> {
                Value made = newArray.execute();
                for (int i = 0; i < array.size(); i++) {
                    made.setArrayElement(i, tree(array.get(i)));
                }
                yield made;
            }
            default ->
                node.isTextual()
                        ? node.textValue()
                        : node.isBoolean() ? node.booleanValue() : node.isNumber() ? node.doubleValue() : null;
        };
    }

    /** Returns bytes as an ArrayBuffer of their own. */
    Value buffer(byte[] bytes) {
        if (fromBase64 != null && bytes.length > 64) {
            return fromBase64.execute(Base64.getEncoder().encodeToString(bytes));
        }
        Value made = newBuffer.execute(bytes.length);
        ByteBuffer from = ByteBuffer.wrap(bytes);
        int at = 0;
        for (; at + 8 <= bytes.length; at += 8) {
            made.writeBufferLong(ByteOrder.BIG_ENDIAN, at, from.getLong(at));
        }
        for (; at < bytes.length; at++) {
            made.writeBufferByte(at, bytes[at]);
        }
        return made;
    }

    // ---- from scripts -----------------------------------------------------------------------------------------------

    /** Returns whether a value could become a parameter, to choose among methods of one name. */
    static boolean fits(Value value, Class<?> type) {
        if (value.isHostObject()) {
            return type.isInstance(value.asHostObject());
        }
        if (type == String.class) {
            return value.isString();
        }
        if (type.isEnum()) {
            return value.isString() && constantOf(type, value.asString()) != null;
        }
        if (type == boolean.class) {
            return value.isBoolean();
        }
        if (type.isPrimitive()) {
            return value.isNumber();
        }
        if (type == byte[].class) {
            return value.hasBufferElements();
        }
        if (value.isNull()) {
            return true;
        }
        if (List.class.isAssignableFrom(type) || type.isArray()) {
            return value.hasArrayElements();
        }
        return Optional.class == type || Map.class == type || type.isRecord() || type == RTCIceGatherCandidate.class;
    }

    @Nullable
    Object fromScript(Value value, Type type) {
        if (type instanceof ParameterizedType p) {
            return generic(value, p);
        }
        Class<?> simple = (Class<?>) type;
        if (value.isHostObject() && simple.isInstance(value.asHostObject())) {
            return value.asHostObject();
        }
        if (simple == byte[].class) {
            return bytes(value);
        }
        if (simple.isArray()) {
            List<Object> all = list(value, simple.getComponentType());
            Object array = Array.newInstance(simple.getComponentType(), all.size());
            for (int i = 0; i < all.size(); i++) {
                Array.set(array, i, all.get(i));
            }
            return array;
        }
        if (simple == String.class || simple == CharSequence.class) {
            return value.asString();
        }
        if (simple == boolean.class) {
            return value.asBoolean();
        }
        if (simple == int.class) {
            return (int) value.asDouble();
        }
        if (simple == long.class) {
            return (long) value.asDouble();
        }
        if (simple == double.class) {
            return value.asDouble();
        }
        if (simple == Duration.class) {
            return Duration.ofNanos(Math.round(value.asDouble() * 1e6));
        }
        if (value.isNull()) {
            return null;
        }
        if (simple.isEnum()) {
            Object constant = constantOf(simple, value.asString());
            if (constant == null) {
                throw new RTCException(RTCException.Name.TYPE_ERROR, "no such value: " + value.asString());
            }
            return constant;
        }
        if (simple == RTCIceGatherCandidate.class) {
            return value.hasMember("foundation") ? record(value, RTCIceCandidate.class) : new RTCIceCandidateComplete();
        }
        if (simple.isRecord()) {
            return record(value, simple.asSubclass(Record.class));
        }
        throw new RTCException(RTCException.Name.TYPE_ERROR, "not a " + simple.getSimpleName());
    }

    private Object generic(Value value, ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type first = type.getActualTypeArguments()[0];
        if (raw == Optional.class) {
            return value.isNull() ? Optional.empty() : Optional.ofNullable(fromScript(value, first));
        }
        if (raw == List.class) {
            return list(value, first);
        }
        if (raw == Map.class) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String key : value.getMemberKeys()) {
                Object member = fromScript(value.getMember(key), type.getActualTypeArguments()[1]);
                if (member != null) {
                    map.put(key, member);
                }
            }
            return map;
        }
        throw new IllegalArgumentException("no script gives a " + type);
    }

    /** Returns the objects of a script's array. */
    <T> List<T> handles(Value list, Class<T> type) {
        return list(list, type).stream().map(type::cast).toList();
    }

    private List<Object> list(Value value, Type element) {
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < value.getArraySize(); i++) {
            Object made = fromScript(value.getArrayElement(i), element);
            if (made == null) {
                throw new RTCException(RTCException.Name.TYPE_ERROR, "a list has no null elements");
            }
            all.add(made);
        }
        return all;
    }

    private static <T extends Record> T record(Value value, Class<T> type) {
        try {
            return Dictionaries.fromTree(tree(value, DEPTH_AT_MOST), type);
        } catch (JsonException e) {
            if (e.getCause() instanceof RTCException refused) {
                throw refused;
            }
            throw new RTCException(RTCException.Name.TYPE_ERROR, String.valueOf(e.getMessage()), e);
        }
    }

    private static JsonNode tree(Value value, int depth) {
        if (depth == 0) {
            throw new RTCException(RTCException.Name.TYPE_ERROR, "nested too deeply");
        }
        if (value.isHostObject()) {
            return NODES.pojoNode(value.asHostObject());
        }
        if (value.isNull()) {
            return NODES.missingNode();
        }
        if (value.isString()) {
            return NODES.textNode(value.asString());
        }
        if (value.isBoolean()) {
            return NODES.booleanNode(value.asBoolean());
        }
        if (value.isNumber()) {
            double number = value.asDouble();
            return number == Math.rint(number) && Math.abs(number) < 0x1p53
                    ? NODES.numberNode((long) number)
                    : NODES.numberNode(number);
        }
        if (value.hasBufferElements()) {
            return BinaryNode.valueOf(bytes(value));
        }
        if (value.hasArrayElements()) {
            ArrayNode array = NODES.arrayNode();
            for (long i = 0; i < value.getArraySize(); i++) {
                array.add(tree(value.getArrayElement(i), depth - 1));
            }
            return array;
        }
        ObjectNode object = NODES.objectNode();
        for (String key : value.getMemberKeys()) {
            JsonNode member = tree(value.getMember(key), depth - 1);
            if (!member.isMissingNode()) {
                object.set(key, member);
            }
        }
        return object;
    }

    /** Returns the bytes of an ArrayBuffer. */
    static byte[] bytes(Value buffer) {
        byte[] bytes = new byte[Math.toIntExact(buffer.getBufferSize())];
        buffer.readBuffer(0, bytes, 0, bytes.length);
        return bytes;
    }

    static @Nullable Object constantOf(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (nameOf((Enum<?>) constant).equals(name)) {
                return constant;
            }
        }
        return null;
    }
}
