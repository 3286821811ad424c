package dev.plumb.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON objects, one a line, in and out. Writing is safe on any thread. */
final class JsonLines {
    static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedReader in;
    private final PrintStream out;

    JsonLines(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /** Returns the next object, or null at the end of input. Lines that hold none are reported on standard error. */
    @Nullable
    JsonNode read() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode node = JSON.readTree(line);
                if (node.isObject()) {
                    return node;
                }
                System.err.println("plumb peer: not a JSON object: " + line);
            } catch (JsonProcessingException e) {
                System.err.println("plumb peer: not JSON: " + e.getOriginalMessage());
            }
        }
        return null;
    }

    void write(ObjectNode node) {
        synchronized (out) {
            out.print(node + "\n");
            out.flush();
        }
    }

    ObjectNode object() {
        return JSON.createObjectNode();
    }
}
