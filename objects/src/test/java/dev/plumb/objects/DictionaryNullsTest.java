package dev.plumb.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dictionaries refuse what is wrong at once, by a named error that names the member. */
class DictionaryNullsTest {
    static Stream<Class<?>> dictionaries() throws IOException, URISyntaxException {
        Path classes = Path.of(RTCException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/plumb/objects"), 1)) {
            return files
                    .map(f -> classes.relativize(f).toString())
                    .filter(f -> f.endsWith(".class"))
                    .map(f -> f.replace('/', '.').substring(0, f.length() - ".class".length()))
                    .sorted()
                    .<Class<?>>map(DictionaryNullsTest::load)
                    .filter(c -> c.isRecord() && Modifier.isPublic(c.getModifiers()) && !c.isMemberClass())
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RTCException.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dictionaries")
    void everyMemberThatIsNullIsRefusedByItsName(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive()) {
                continue;
            }
            Object[] values =
                    Arrays.stream(types).map(DictionaryNullsTest::something).toArray();
            values[i] = null;
            String member = type.getSimpleName() + "." + components[i].getName();
            try {
                canonical.newInstance(values);
                throw new AssertionError(member + " may be null");
            } catch (InvocationTargetException e) {
                assertThat(e.getCause())
                        .as(member)
                        .isInstanceOf(RTCException.class)
                        .hasMessageContaining("null");
            }
        }
    }

    private static Object something(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Map<Class<?>, Object> known = Map.ofEntries(
                Map.entry(String.class, "x"),
                Map.entry(List.class, List.of()),
                Map.entry(Map.class, Map.of()),
                Map.entry(Optional.class, Optional.empty()),
                Map.entry(OptionalInt.class, OptionalInt.empty()),
                Map.entry(OptionalLong.class, OptionalLong.empty()),
                Map.entry(OptionalDouble.class, OptionalDouble.empty()),
                Map.entry(byte[].class, new byte[0]),
                Map.entry(boolean.class, false),
                Map.entry(int.class, 1),
                Map.entry(long.class, 1L),
                Map.entry(double.class, 1.0));
        // another dictionary: null as well, which is refused all the same
        return known.get(type);
    }

    @Test
    void malformedFingerprintsAreRefusedWhereTheyAreMade() {
        for (String bad : List.of("zz:not:hex", "", " ", "AB:C", "AB:CD:", ":", "AB CD")) {
            assertThatThrownBy(() -> new RTCDtlsFingerprint("sha-256", bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            RTCException.class, e -> assertThat(e.name()).isEqualTo(RTCException.Name.SYNTAX));
        }
        assertThatThrownBy(() -> new RTCDtlsFingerprint("", "AB:CD")).isInstanceOf(RTCException.class);
        assertThat(new RTCDtlsFingerprint("SHA-256", "ab:cd").isSame(new RTCDtlsFingerprint("sha-256", "AB:CD")))
                .isTrue();
    }

    @Test
    void whatAnEngineRefusesReachesCallersByName() {
        SimAgents sim = new SimAgents(5).plumbed().started();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        sim.a.dataChannel(
                                sim.sctpA, RTCDataChannelParameters.of("n").withNegotiated(7));
                    }
                })
                .isInstanceOf(RTCException.class);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        RTCRtpReceiver r = sim.b.rtpReceiver(dev.plumb.media.codec.MediaKind.AUDIO, sim.dtlsB);
                        r.receive(sim.b
                                .getReceiverCapabilities(dev.plumb.media.codec.MediaKind.AUDIO)
                                .toReceiveParameters("m" + i));
                    }
                })
                .isInstanceOf(RTCException.class);
    }

    @Test
    void listsThatHoldNullAreRefused() {
        assertThatThrownBy(() -> new RTCIceGatherOptions(
                        RTCIceGatherPolicy.ALL, Arrays.asList((RTCIceServer) null), false, Optional.empty()))
                .isInstanceOf(RTCException.class)
                .hasMessageContaining("iceServers");
    }
}
