package dev.plumb.js.idl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A parser of Web IDL definitions to JSON. Partial interfaces, partial dictionaries and mixins are joined with the
 * definitions that they belong to. It knows the part of the grammar that the definitions of real-time communication
 * use.
 *
 * @spec https://webidl.spec.whatwg.org/#idl-grammar Web IDL, grammar
 */
public final class IdlParser {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> SPECIALS = Set.of("readonly", "static", "inherit", "stringifier");

    private final ObjectNode interfaces = NODES.objectNode();
    private final ObjectNode dictionaries = NODES.objectNode();
    private final ObjectNode enums = NODES.objectNode();
    private final ObjectNode typedefs = NODES.objectNode();
    private final ObjectNode callbacks = NODES.objectNode();
    private final List<String[]> includes = new ArrayList<>();
    private IdlTokens tokens = new IdlTokens("");

    /** Creates a parser that has read nothing yet. */
    public IdlParser() {}

    /**
     * Reads one text more.
     *
     * @throws IllegalArgumentException where it is not understood, naming the line
     */
    public IdlParser read(String text) {
        tokens = new IdlTokens(text);
        while (!tokens.atEnd()) {
            definition();
        }
        return this;
    }

    /**
     * Returns the parsed model: {@code interfaces}, {@code dictionaries}, {@code enums}, {@code typedefs},
     * {@code callbacks}.
     */
    public ObjectNode model() {
        for (String[] pair : includes) {
            ArrayNode members = (ArrayNode) interfaceOf(pair[0]).path("members");
            members.addAll((ArrayNode) interfaceOf(pair[1]).path("members"));
        }
        includes.clear();
        ObjectNode model = NODES.objectNode();
        model.set("interfaces", interfaces);
        model.set("dictionaries", dictionaries);
        model.set("enums", enums);
        model.set("typedefs", typedefs);
        model.set("callbacks", callbacks);
        return model;
    }

    private void definition() {
        ObjectNode ext = extendedAttributes();
        boolean partial = tokens.accept("partial");
        String word = tokens.next();
        switch (word) {
            case "interface", "namespace" -> interfaceBody(ext, partial);
            case "dictionary" -> dictionaryBody();
            case "enum" -> enumBody();
            case "typedef" -> {
                ObjectNode type = type();
                typedefs.set(tokens.next(), type);
                tokens.expect(";");
            }
            case "callback" -> callbackBody();
            default -> {
                tokens.expect("includes");
                includes.add(new String[] {word, tokens.next()});
                tokens.expect(";");
            }
        }
    }

    private ObjectNode interfaceOf(String name) {
        if (!interfaces.has(name)) {
            ObjectNode made = interfaces.putObject(name);
            made.put("name", name);
            made.putArray("members");
            made.putArray("constructors");
        }
        return (ObjectNode) interfaces.path(name);
    }

    private void interfaceBody(ObjectNode ext, boolean partial) {
        boolean mixin = tokens.accept("mixin");
        ObjectNode node = interfaceOf(tokens.next());
        if (tokens.accept(":")) {
            node.put("parent", tokens.next());
        }
        if (!partial) {
            node.set("ext", ext);
        }
        if (mixin) {
            node.put("mixin", true);
        }
        tokens.expect("{");
        while (!tokens.accept("}")) {
            member(node);
        }
        tokens.accept(";");
    }

    private void member(ObjectNode node) {
        ObjectNode ext = extendedAttributes();
        ArrayNode members = (ArrayNode) node.path("members");
        if (tokens.accept("constructor")) {
            ObjectNode made = ((ArrayNode) node.path("constructors")).addObject();
            made.set("ext", ext);
            made.set("args", arguments());
            tokens.expect(";");
            return;
        }
        ObjectNode member = members.addObject();
        member.set("ext", ext);
        if (tokens.accept("const")) {
            member.put("kind", "const");
            member.set("type", type());
            member.put("name", tokens.next());
            tokens.expect("=");
            member.put("value", Integer.decode(tokens.next()));
            tokens.expect(";");
            return;
        }
        while (SPECIALS.contains(tokens.peek())) {
            member.put(tokens.next(), true);
        }
        if (tokens.accept("maplike")) {
            member.put("kind", "maplike");
            tokens.expect("<");
            member.set("key", type());
            tokens.expect(",");
            member.set("value", type());
            tokens.expect(">");
        } else if (tokens.accept("attribute")) {
            member.put("kind", "attribute");
            member.set("type", type());
            member.put("name", tokens.name());
        } else {
            member.put("kind", "operation");
            member.set("type", type());
            member.put("name", tokens.name());
            member.set("args", arguments());
        }
        tokens.expect(";");
    }

    private void dictionaryBody() {
        String name = tokens.next();
        ObjectNode node;
        if (dictionaries.has(name)) {
            node = (ObjectNode) dictionaries.path(name);
        } else {
            node = dictionaries.putObject(name);
            node.put("name", name);
            node.putArray("members");
        }
        if (tokens.accept(":")) {
            node.put("parent", tokens.next());
        }
        tokens.expect("{");
        while (!tokens.accept("}")) {
            ObjectNode ext = extendedAttributes();
            ObjectNode member = ((ArrayNode) node.path("members")).addObject();
            member.put("required", tokens.accept("required"));
            ObjectNode before = extendedAttributes();
            ObjectNode type = type();
            apply(type, ext);
            apply(type, before);
            member.set("type", type);
            member.put("name", tokens.next());
            defaultValue(member);
            tokens.expect(";");
        }
        tokens.accept(";");
    }

    private void enumBody() {
        ArrayNode values = enums.putArray(tokens.next());
        tokens.expect("{");
        while (!tokens.accept("}")) {
            values.add(tokens.string());
            tokens.accept(",");
        }
        tokens.accept(";");
    }

    private void callbackBody() {
        if (tokens.accept("interface")) {
            String name = tokens.next();
            callbacks.put(name, "interface");
            tokens.expect("{");
            while (!tokens.accept("}")) {
                tokens.next();
            }
            tokens.accept(";");
            return;
        }
        callbacks.put(tokens.next(), "function");
        while (!tokens.accept(";")) {
            tokens.next();
        }
    }

    private ArrayNode arguments() {
        ArrayNode args = NODES.arrayNode();
        tokens.expect("(");
        while (!tokens.accept(")")) {
            ObjectNode ext = extendedAttributes();
            ObjectNode arg = args.addObject();
            arg.put("optional", tokens.accept("optional"));
            ObjectNode type = type();
            apply(type, ext);
            arg.set("type", type);
            arg.put("variadic", tokens.accept("..."));
            arg.put("name", tokens.next());
            defaultValue(arg);
            tokens.accept(",");
        }
        return args;
    }

    private void defaultValue(ObjectNode of) {
        if (!tokens.accept("=")) {
            return;
        }
        if (tokens.accept("[")) {
            tokens.expect("]");
            of.putArray("default");
        } else if (tokens.accept("{")) {
            tokens.expect("}");
            of.putObject("default");
        } else if (tokens.peekIsString()) {
            of.put("default", tokens.string());
        } else {
            String word = tokens.next();
            switch (word) {
                case "true", "false" -> of.put("default", Boolean.parseBoolean(word));
                case "null" -> of.putNull("default");
                default -> of.put("default", Double.parseDouble(word));
            }
        }
    }

    private static void apply(ObjectNode type, ObjectNode ext) {
        for (String name : List.of("EnforceRange", "Clamp", "LegacyNullToEmptyString")) {
            if (ext.has(name)) {
                type.put(name, true);
            }
        }
    }

    private ObjectNode type() {
        ObjectNode ext = extendedAttributes();
        ObjectNode type = NODES.objectNode();
        apply(type, ext);
        if (tokens.accept("(")) {
            ArrayNode union = type.putArray("union");
            do {
                union.add(type());
            } while (tokens.accept("or"));
            tokens.expect(")");
        } else {
            type.put("name", typeName());
            if (tokens.accept("<")) {
                ArrayNode of = type.putArray("of");
                do {
                    of.add(type());
                } while (tokens.accept(","));
                tokens.expect(">");
            }
        }
        if (tokens.accept("?")) {
            type.put("nullable", true);
        }
        return type;
    }

    private String typeName() {
        StringBuilder name = new StringBuilder(tokens.next());
        while (Set.of("unsigned", "unrestricted", "unsigned long").contains(name.toString())
                && Set.of("short", "long", "float", "double").contains(tokens.peek())) {
            name.append(' ').append(tokens.next());
        }
        if (name.toString().equals("long") && tokens.accept("long")) {
            name.append(" long");
        }
        return name.toString();
    }

    private ObjectNode extendedAttributes() {
        ObjectNode ext = NODES.objectNode();
        if (!tokens.accept("[")) {
            return ext;
        }
        while (!tokens.accept("]")) {
            String name = tokens.next();
            String value = "";
            if (tokens.accept("=")) {
                value = tokens.peek().equals("(") ? parenthesized() : tokens.next();
            } else if (tokens.peek().equals("(")) {
                value = parenthesized();
            }
            ext.put(name, value);
            tokens.accept(",");
        }
        return ext;
    }

    private String parenthesized() {
        StringBuilder text = new StringBuilder();
        tokens.expect("(");
        while (!tokens.accept(")")) {
            text.append(tokens.next());
        }
        return text.toString();
    }
}
