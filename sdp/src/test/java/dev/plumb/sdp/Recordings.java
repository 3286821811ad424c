package dev.plumb.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** The descriptions recorded from browsers. */
final class Recordings {
    private Recordings() {}

    static Stream<String> names() {
        return Stream.of("chrome-default", "firefox-default")
                .flatMap(browser ->
                        Stream.of("offer", "answer", "simulcastOffer").map(kind -> browser + "." + kind));
    }

    static String text(String name) {
        return resource("/recordings/" + name + ".sdp");
    }

    static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(Recordings.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription description(String name) {
        return parsed(text(name));
    }

    static SessionDescription parsed(String text) {
        try {
            return SessionDescription.parse(text);
        } catch (SdpParseException e) {
            throw new AssertionError(e);
        }
    }
}
