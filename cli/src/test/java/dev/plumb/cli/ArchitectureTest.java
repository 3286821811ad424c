package dev.plumb.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.plumb.base.engine.Engine;
import dev.plumb.codecs.ffmpeg.FfmpegProvider;
import dev.plumb.codecs.opus.OpusProvider;
import dev.plumb.dtls.DtlsConnection;
import dev.plumb.ice.stun.StunMessage;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.js.PlumbScript;
import dev.plumb.media.video.VideoFrame;
import dev.plumb.net.linux.LinuxPollerProvider;
import dev.plumb.objects.Agent;
import dev.plumb.rtp.packet.RtpHeader;
import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.server.web.WebServer;
import dev.plumb.signal.jsep.RTCPeerConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The floors of ARCHITECTURE.md, and what an engine must not touch. */
class ArchitectureTest {
    private static final String[] ENGINES = {
        "dev.plumb.base.engine..", "dev.plumb.ice..", "dev.plumb.dtls..", "dev.plumb.sctp..", "dev.plumb.rtp.."
    };
    private static final List<String> FLOORS = List.of(
            "base", "io", "ice", "dtls", "sctp", "rtp", "sdp", "media", "objects", "signal", "codecs", "net", "js",
            "server", "cli");
    private static JavaClasses plumb = new ClassFileImporter().importClasses(List.of());

    @BeforeAll
    static void readTheClasses() throws Exception {
        List<Location> roots = new ArrayList<>();
        for (Class<?> one : List.of(
                Engine.class,
                RtcLoop.class,
                StunMessage.class,
                DtlsConnection.class,
                SctpAssociation.class,
                RtpHeader.class,
                SdpAttribute.class,
                VideoFrame.class,
                Agent.class,
                RTCPeerConnection.class,
                FfmpegProvider.class,
                OpusProvider.class,
                LinuxPollerProvider.class,
                PlumbScript.class,
                WebServer.class,
                Main.class)) {
            roots.add(rootOf(one));
        }
        plumb = new ClassFileImporter().importLocations(roots);
    }

    /** A folder of classes, or a jar where the build has packaged the module already. */
    private static Location rootOf(Class<?> one) throws Exception {
        Path where =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.isDirectory(where) ? Location.of(where) : Location.of(new JarFile(where.toFile()));
    }

    @Test
    void everyFloorIsLookedAt() {
        Set<String> seen = new TreeSet<>();
        plumb.forEach(c ->
                seen.add(c.getPackageName().replaceFirst("^dev\\.plumb\\.", "").replaceFirst("\\..*", "")));
        assertThat(seen).containsAll(FLOORS);
    }

    @Test
    void importsGoDownOnly() {
        only("base", "base");
        only("io", "base", "io");
        only("ice", "base", "ice");
        only("dtls", "base", "dtls");
        only("sctp", "base", "sctp");
        only("rtp", "base", "rtp");
        only("sdp", "sdp");
        only("media", "base", "rtp", "media");
        only("objects", "base", "io", "ice", "dtls", "sctp", "rtp", "sdp", "media", "objects");
        only("signal", "base", "io", "sdp", "media", "objects", "signal");
        only("codecs", "base", "media", "codecs");
        only("net", "base", "io", "net");
        only("js", "base", "io", "media", "objects", "signal", "js");
        only("server", "base", "io", "media", "objects", "signal", "server");
        only("cli", "base", "io", "dtls", "sdp", "media", "objects", "signal", "codecs", "net", "js", "server", "cli");
    }

    /** Of ours, a floor uses these alone. */
    private static void only(String floor, String... allowed) {
        Set<String> others = new TreeSet<>(FLOORS);
        List.of(allowed).forEach(others::remove);
        noClasses()
                .that()
                .resideInAPackage("dev.plumb." + floor + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        others.stream().map(o -> "dev.plumb." + o + "..").toArray(String[]::new))
                .allowEmptyShould(true)
                .because("ARCHITECTURE.md, Floors")
                .check(plumb);
    }

    /** Within a module, a room uses the rooms before it alone. */
    @Test
    void roomsUseTheRoomsBeforeThemAlone() {
        rooms("dev.plumb.sctp", "packet", "common", "rx");
        rooms("dev.plumb.dtls", "suite", "record", "message");
        rooms("dev.plumb.sdp", "text", "attribute");
    }

    private static void rooms(String module, String... inOrder) {
        for (int i = 0; i < inOrder.length; i++) {
            List<String> allowed =
                    new ArrayList<>(List.of("dev.plumb.base..", "java..", "javax.crypto..", "org.jspecify.."));
            for (int k = 0; k <= i; k++) {
                allowed.add(module + "." + inOrder[k]);
            }
            classes()
                    .that()
                    .resideInAPackage(module + "." + inOrder[i])
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                    .because("ARCHITECTURE.md, Rooms")
                    .check(plumb);
        }
    }

    @Test
    void noTwoModulesShareASimpleName() {
        Map<String, Set<String>> modules = new TreeMap<>();
        plumb.stream()
                .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                .forEach(c -> modules.computeIfAbsent(c.getSimpleName(), n -> new TreeSet<>())
                        .add(c.getPackageName().replaceFirst("^dev\\.plumb\\.(\\w+).*", "$1")));
        assertThat(modules).allSatisfy((name, all) -> assertThat(all).as(name).hasSize(1));
    }

    /** A package that holds more is several. Two still do: the API of the objects, and the peer connection. */
    @Test
    void packagesHoldNoMoreThanFortyFiveFiles() {
        Map<String, Set<String>> files = new TreeMap<>();
        plumb.forEach(c -> files.computeIfAbsent(c.getPackageName(), p -> new TreeSet<>())
                .add(c.getName().replaceFirst("\\$.*", "")));
        files.keySet().removeAll(List.of("dev.plumb.objects", "dev.plumb.signal.jsep"));
        assertThat(files).allSatisfy((name, all) -> assertThat(all).as(name).hasSizeLessThanOrEqualTo(45));
    }

    @Test
    void baseNeedsTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.plumb.base..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.plumb.base..", "java..", "javax.crypto..", "org.jspecify.."))
                .check(plumb);
    }

    @Test
    void nativeCallsAreMadeInOneModuleAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.plumb.net.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(plumb);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(byPackage()).should().beFreeOfCycles().check(plumb);
    }

    private static SliceAssignment byPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass c) {
                return c.getPackageName().startsWith("dev.plumb")
                        ? SliceIdentifier.of(c.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    @Test
    void enginesHaveNoClockThreadOrSocket() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINES)
                .should()
                .callMethodWhere(describe("a clock is read", ArchitectureTest::readsClock))
                .check(plumb);
        noClasses()
                .that()
                .resideInAnyPackage(ENGINES)
                .should()
                .dependOnClassesThat(resideInAPackage("java.nio.channels..")
                        .or(describe("threads, sockets", ArchitectureTest::isThreadOrSocket)))
                .check(plumb);
    }

    private static boolean readsClock(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getTarget().getName();
        return (owner.equals("java.lang.System") && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
                || (owner.startsWith("java.time.") && name.equals("now"));
    }

    private static boolean isThreadOrSocket(JavaClass c) {
        return c.isAssignableTo(Thread.class)
                || c.isAssignableTo(java.util.concurrent.Executor.class)
                || c.isAssignableTo(java.util.Timer.class)
                || Set.of(
                                "java.net.Socket",
                                "java.net.ServerSocket",
                                "java.net.DatagramSocket",
                                "java.lang.ThreadLocal")
                        .contains(c.getFullName());
    }

    @Test
    void enginesTakeTheirRandomnessFromOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINES)
                .should()
                .callConstructorWhere(describe("randomness is not seeded", ArchitectureTest::isUnseededRandom))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(SecureRandom.class, "getInstanceStrong")
                .check(plumb);
    }

    private static boolean isUnseededRandom(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return (owner.isEquivalentTo(Random.class) || owner.isEquivalentTo(SecureRandom.class))
                && call.getTarget().getRawParameterTypes().isEmpty();
    }

    @Test
    void objectsKnowNoSessionDescriptions() {
        DescribedPredicate<JavaClass> objects = resideInAPackage("dev.plumb.objects..");
        classes().that(objects).should(nameNothingOf(JavaClass::getSimpleName)).check(plumb);
        members()
                .that()
                .areDeclaredInClassesThat(objects)
                .should(nameNothingOf(JavaMember::getName))
                .check(plumb);
    }

    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");

    private static <T> ArchCondition<T> nameNothingOf(java.util.function.Function<T, String> name) {
        return new ArchCondition<>("have no name of session descriptions") {
            @Override
            public void check(T item, ConditionEvents events) {
                if (speaksOfDescriptions(name.apply(item))) {
                    events.add(SimpleConditionEvent.violated(item, item + " is named for a session description"));
                }
            }
        };
    }

    /** Whether a name has one of the words; one method of a queue is called {@code offer}, and answering is no offence. */
    private static boolean speaksOfDescriptions(String name) {
        List<String> words = WORD.matcher(name)
                .results()
                .map(r -> r.group().toLowerCase(Locale.ROOT))
                .toList();
        return words.contains("sdp")
                || words.contains("jsep")
                || (words.contains("answer") && words.contains("create"))
                || (words.contains("offer") && !name.equals("offer"))
                || (words.contains("session") && words.contains("description"));
    }

    @Test
    void namesOfDescriptionsAreToldFromOtherWords() {
        assertThat(List.of("localSdp", "SDPWriter", "createOffer", "createAnswer", "RTCSessionDescription"))
                .allMatch(ArchitectureTest::speaksOfDescriptions);
        assertThat(List.of("offer", "dropped", "session", "answers")).noneMatch(ArchitectureTest::speaksOfDescriptions);
    }
}
