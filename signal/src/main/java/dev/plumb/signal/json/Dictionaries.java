package dev.plumb.signal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Dictionaries as JSON: every record of {@code dev.plumb.objects} and of this package. Members have their names of the
 * specifications ({@code maxBitrate} for {@code maxBitrateBps}). Members with their default are left out, and unknown
 * members are ignored. A written dictionary is read back equal. Safe on any thread.
 *
 * @spec https://draft.ortc.org/ ORTC, the dictionaries
 */
public final class Dictionaries {
    /** Longer texts are refused. */
    public static final int CHARACTERS_AT_MOST = 1 << 20;

    private static final int DEPTH_AT_MOST = 32;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_AT_MOST)
                            .maxDocumentLength(CHARACTERS_AT_MOST)
                            .build())
                    .build())
            .build();

    private Dictionaries() {}

    /**
     * Writes a dictionary in one line.
     *
     * @throws IllegalArgumentException where a member is of a type that no dictionary has
     */
    public static String write(Record dictionary) {
        return DictionaryWriter.write(dictionary).toString();
    }

    /**
     * Reads a dictionary from a text of whatever origin.
     *
     * @throws JsonException where the text is no JSON, lacks a member or has one of a wrong form
     */
    public static <T extends Record> T read(String text, Class<T> type) throws JsonException {
        if (text.length() > CHARACTERS_AT_MOST) {
            throw new JsonException("", "longer than " + CHARACTERS_AT_MOST + " characters");
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new JsonException("", "not JSON: " + e.getOriginalMessage());
        }
        return DictionaryReader.read(node, type);
    }

    /**
     * Returns a dictionary as a tree, for bindings. Objects among its members that text cannot hold are in it as they
     * are.
     *
     * @see com.fasterxml.jackson.databind.node.POJONode
     */
    public static ObjectNode toTree(Record dictionary) {
        return DictionaryWriter.tree(dictionary);
    }

    /**
     * Reads a dictionary from such a tree.
     *
     * @throws JsonException where it lacks a member or has one of a wrong form; its cause is the refusal of the
     *     dictionary itself, if there is one
     */
    public static <T extends Record> T fromTree(JsonNode tree, Class<T> type) throws JsonException {
        return DictionaryReader.read(tree, type);
    }
}
