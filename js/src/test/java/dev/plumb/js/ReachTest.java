package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.objects.Agent;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the prelude may call is what it calls, and leads to nothing else. */
class ReachTest {
    private static final Pattern CALLED = Pattern.compile(
            "(?:\\bcall|\\bon|\\bsimple|\\$later|\\$\\.later|statsLater)\\((?:\\$\\.handleOf\\([^)]*\\)|this\\.#gatherer|handle|gatherer)?(?:, )?'(\\w+)'");
    private static final Pattern MADE = Pattern.compile("\\bmake\\('(\\w+)'");
    private static final Set<String> MADE_BESIDE = Set.of("peerConnection", "mediaStream");

    @Test
    void everyListedMethodIsThereAndIsCalledByThePrelude() throws IOException {
        String prelude = prelude();
        List<String> wrong = new ArrayList<>();
        Reach.METHODS.forEach((type, names) -> names.forEach(name -> {
            if (Stream.of(type.getMethods()).noneMatch(m -> m.getName().equals(name))) {
                wrong.add(type.getSimpleName() + " has no " + name);
            }
            if (!prelude.contains("'" + name + "'")) {
                wrong.add("the prelude does not call " + name + " of " + type.getSimpleName());
            }
        }));
        Reach.MADE.forEach(name -> {
            if (!prelude.contains("make('" + name + "'")) {
                wrong.add("the prelude does not have made " + name);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everythingThatThePreludeCallsIsListed() throws IOException {
        Set<String> listed = new TreeSet<>();
        Reach.METHODS.values().forEach(listed::addAll);
        Set<String> called = names(CALLED);
        assertThat(called).hasSizeGreaterThan(100);
        assertThat(listed).containsAll(called);
        Set<String> made = names(MADE);
        made.removeAll(MADE_BESIDE);
        assertThat(Reach.MADE).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void noListedMethodIsStaticOrGivesAnAgentALoopOrAKey() {
        for (Map.Entry<Class<?>, Set<String>> entry : Reach.METHODS.entrySet()) {
            for (String name : entry.getValue()) {
                for (int count = 0; count < 5; count++) {
                    for (Method m : Reach.methods(entry.getKey(), name, count)) {
                        assertThat(Modifier.isStatic(m.getModifiers()))
                                .as("%s", m)
                                .isFalse();
                        Class<?> given = m.getReturnType();
                        assertThat(Agent.class.isAssignableFrom(given)
                                        || dev.plumb.base.loop.Loop.class.isAssignableFrom(given)
                                        || Key.class.isAssignableFrom(given)
                                        || Class.class.isAssignableFrom(given))
                                .as("%s", m)
                                .isFalse();
                    }
                }
            }
        }
        for (String name :
                List.of("agent", "loop", "privateKey", "keyPair", "create", "generate", "getClass", "devices", "add")) {
            for (Class<?> type : Reach.METHODS.keySet()) {
                for (int count = 0; count < 5; count++) {
                    assertThat(Reach.methods(type, name, count))
                            .as("%s of %s", name, type)
                            .isEmpty();
                }
            }
        }
    }

    private static Set<String> names(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(prelude());
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String prelude() throws IOException {
        StringBuilder all = new StringBuilder();
        Path folder = Path.of("src/main/resources/dev/plumb/js");
        for (Path part : List.of(folder, folder.resolve("webrtc"))) {
            try (Stream<Path> files = Files.list(part)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".js")).sorted().toList()) {
                    all.append(Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }
}
