package dev.plumb.signal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.plumb.objects.RTCException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A reader of records from JSON trees. */
final class DictionaryReader {
    private DictionaryReader() {}

    static <T extends Record> T read(JsonNode node, Class<T> type) throws JsonException {
        return type.cast(dictionary(node, type, ""));
    }

    private static Object dictionary(JsonNode node, Class<?> type, String path) throws JsonException {
        if (!node.isObject()) {
            throw new JsonException(path, "not an object");
        }
        Shape shape = Shape.of(type);
        Object[] values = new Object[shape.members().size()];
        for (int i = 0; i < values.length; i++) {
            Shape.Member member = shape.members().get(i);
            String at = path.isEmpty() ? member.specName() : path + "." + member.specName();
            JsonNode given = node.path(member.specName());
            Object ordinary = member.ordinary();
            if (!given.isMissingNode() && !given.isNull()) {
                values[i] = value(given, member.type(), at);
            } else if (ordinary != null) {
                values[i] = ordinary;
            } else {
                throw new JsonException(at, "absent");
            }
        }
        try {
            return shape.make(values);
        } catch (RTCException e) {
            throw new JsonException(path, e);
        }
    }

    private static Object value(JsonNode node, Type type, String path) throws JsonException {
        if (type instanceof ParameterizedType p) {
            return generic(node, p, path);
        }
        Class<?> simple = (Class<?>) type;
        if (node instanceof POJONode object && simple.isInstance(object.getPojo())) {
            return object.getPojo();
        }
        if (simple == String.class) {
            require(node.isTextual(), path, "not a text");
            return node.textValue();
        }
        if (simple == boolean.class || simple == Boolean.class) {
            require(node.isBoolean(), path, "not true or false");
            return node.booleanValue();
        }
        if (simple.isEnum()) {
            Enum<?> constant = Values.constantOf(simple, node.asText());
            if (constant == null) {
                throw new JsonException(path, "no such value: " + brief(node));
            }
            return constant;
        }
        return simple.isRecord() ? dictionary(node, simple, path) : number(node, simple, path);
    }

    private static Object number(JsonNode node, Class<?> type, String path) throws JsonException {
        require(node.isNumber(), path, "not a number");
        if (type == double.class || type == OptionalDouble.class) {
            double d = node.doubleValue();
            require(Double.isFinite(d), path, "out of range");
            return type == double.class ? d : OptionalDouble.of(d);
        }
        boolean isInt = type == int.class || type == OptionalInt.class;
        require(isInt ? node.canConvertToInt() : node.canConvertToLong(), path, "out of range");
        require(node.canConvertToExactIntegral(), path, "not a whole number");
        if (isInt) {
            return type == int.class ? node.intValue() : OptionalInt.of(node.intValue());
        }
        return type == long.class ? node.longValue() : OptionalLong.of(node.longValue());
    }

    private static Object generic(JsonNode node, ParameterizedType type, String path) throws JsonException {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return Optional.of(value(node, of[0], path));
        }
        if (type.getRawType() == List.class) {
            require(node.isArray(), path, "not a list");
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                list.add(value(node.get(i), of[0], path + "[" + i + "]"));
            }
            return list;
        }
        require(node.isObject(), path, "not an object");
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : node.properties()) {
            String at = path + "." + e.getKey();
            Object key = of[0] instanceof Class<?> c && c.isEnum() ? Values.constantOf(c, e.getKey()) : e.getKey();
            if (key == null) {
                throw new JsonException(at, "no such name");
            }
            map.put(key, value(e.getValue(), of[1], at));
        }
        return map;
    }

    private static void require(boolean condition, String path, String otherwise) throws JsonException {
        if (!condition) {
            throw new JsonException(path, otherwise);
        }
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
