package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bill of materials names every artifact that is shipped, in the version of the build. */
class BomTest {
    private static final Set<String> NOT_SHIPPED =
            Set.of("bom", "testkit", "examples", "bench", "packaging", "interop");

    private static Set<String> all(Path pom, String pattern) throws Exception {
        return Pattern.compile(pattern)
                .matcher(Files.readString(pom))
                .results()
                .map((MatchResult r) -> r.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesEveryShippedArtifact() throws Exception {
        Set<String> shipped = all(Path.of("../pom.xml"), "<module>([^<]+)</module>");
        shipped.removeAll(NOT_SHIPPED);

        Set<String> pinned = all(Path.of("../bom/pom.xml"), "<artifactId>plumb-([^<]+)</artifactId>");

        shipped.add("bom"); // itself
        assertThat(pinned).isEqualTo(shipped);
    }

    @Test
    void hasTheVersionOfTheBuild() throws Exception {
        Pattern version = Pattern.compile("<version>([^<]+)</version>");
        List<String> both =
                List.of(Files.readString(Path.of("../pom.xml")), Files.readString(Path.of("../bom/pom.xml")));
        assertThat(both.stream()
                        .map(version::matcher)
                        .map(m -> m.results().findFirst().orElseThrow().group(1))
                        .distinct())
                .hasSize(1);
    }
}
