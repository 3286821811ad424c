package dev.plumb.packaging;

import static dev.plumb.packaging.Application.joined;
import static dev.plumb.packaging.Application.path;
import static dev.plumb.packaging.Application.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.dtls.DtlsCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of {@code examples/alone}: each engine by itself, with nothing above it on the path. */
@Timeout(120)
class AloneTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "alone");

    @TempDir
    private Path folder;

    private final List<Conversation> started = new ArrayList<>();

    /** The path that a program is run from. */
    enum From {
        CLASS_PATH,
        MODULE_PATH
    }

    /** An example, compiled. */
    private final class Example {
        private final String name;
        private final String mainClass;
        private final From from;
        private final List<Path> path;

        Example(String name, String mainClass, From from, String... modules) throws IOException {
            this.name = name;
            this.mainClass = mainClass;
            this.from = from;
            Set<String> needed = Set.of(modules);
            path = new ArrayList<>(
                    path().stream().filter(e -> needed.contains(module(e))).toList());
            assertThat(path).as("the path of %s", name).hasSize(needed.size());
            Path classes = folder.resolve("classes");
            compile(classes);
            path.add(classes);
        }

        private void compile(Path classes) throws IOException {
            List<Path> compilePath = new ArrayList<>(path);
            compilePath.addAll(path().stream()
                    .filter(e -> e.getFileName().toString().startsWith("jspecify"))
                    .toList());
            List<String> arguments = new ArrayList<>(
                    List.of("-Xlint:all", "-Werror", "-cp", "", "-p", joined(compilePath), "-d", classes.toString()));
            Path sources = EXAMPLES.resolve(name, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
            }
            StringWriter output = new StringWriter();
            PrintWriter out = new PrintWriter(output);
            int code = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(new String[0]));
            assertThat(code).as(output.toString()).isZero();
            Path main = sources.resolve("alone", name, mainClass + ".java");
            assertThat(Files.readAllLines(main)).as("lines of %s", main).hasSizeLessThan(80);
        }

        Conversation start(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(tool("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
            String main = "alone." + name + "." + mainClass;
            command.addAll(
                    from == From.MODULE_PATH
                            ? List.of("-p", joined(path), "-m", "alone." + name + "/" + main)
                            : List.of("-cp", joined(path), main));
            command.addAll(List.of(arguments));
            return AloneTest.this.start(command);
        }
    }

    /** Returns the module of an entry of the path: of a jar, or of a folder of classes that is no jar yet. */
    private static String module(Path entry) {
        boolean isFolder = entry.endsWith(Path.of("target", "classes"));
        String file =
                (isFolder ? entry.getParent().getParent() : entry).getFileName().toString();
        return file.replaceFirst("^plumb-", "").replaceFirst("-[0-9].*", "");
    }

    private Conversation start(List<String> command) throws IOException {
        Conversation made = new Conversation(command);
        started.add(made);
        return made;
    }

    @AfterEach
    void endsWhatStillRuns() throws Exception {
        for (Conversation conversation : started) {
            conversation.end();
        }
    }

    @ParameterizedTest
    @EnumSource
    void sctpSendsMessagesOverUdpBetweenProcesses(From from) throws Exception {
        Example example = new Example("sctp", "Messages", from, "base", "io", "sctp");
        Conversation listener = example.start("listen", "0");
        Conversation connector = example.start("connect", listener.await("listening on port (\\d+)"));

        connector.await("(over): SHUTDOWN");
        listener.await("(over): SHUTDOWN");
        assertThat(listener.output())
                .contains("a message of 5 bytes on stream 1", "a message of 100000 bytes on stream 2");
        assertThat(connector.output())
                .contains("a message of 5 bytes on stream 1", "a message of 100000 bytes on stream 2");
        connector.endsWell();
        listener.endsWell();
    }

    /** A certificate with its key, in files that our example and other programs read. */
    private record KeyFiles(Path key, Path certificate) {}

    private KeyFiles keyFiles(String name) throws IOException {
        long now = System.currentTimeMillis();
        DtlsCertificate made = DtlsCertificate.generate(new SecureRandom(), now - 86_400_000, now + 86_400_000);
        return new KeyFiles(
                pem(name + ".key.pem", "PRIVATE KEY", made.pkcs8()),
                pem(name + ".pem", "CERTIFICATE", made.derBytes()));
    }

    private Path pem(String file, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static Conversation echo(Example example, String role, String port, KeyFiles ours, KeyFiles theirs)
            throws IOException {
        return example.start(
                role,
                port,
                ours.key().toString(),
                ours.certificate().toString(),
                theirs.certificate().toString());
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void dtls13EchoesBetweenProcesses(From from) throws Exception {
        Example example = new Example("dtls", "Echo", from, "base", "io", "dtls");
        KeyFiles ours = keyFiles("ours");
        KeyFiles theirs = keyFiles("theirs");
        Conversation listener = echo(example, "listen", "0", ours, theirs);
        Conversation connector = echo(example, "connect", listener.await("on port (\\d+)"), theirs, ours);

        connector.await("(over): Closed");
        listener.await("(over): Closed");
        assertThat(listener.output()).contains("received: hello").anyMatch(l -> l.startsWith("DTLS 1.3"));
        assertThat(connector.output()).contains("received: hello").anyMatch(l -> l.startsWith("DTLS 1.3"));
        connector.endsWell();
        listener.endsWell();
    }

    @ParameterizedTest
    @EnumSource
    void dtls12EchoesWhatOpenSslsClientSays(From from) throws Exception {
        assumeTrue(runs("openssl", "version"), "SKIPPED: no openssl on this machine");
        Example example = new Example("dtls", "Echo", from, "base", "io", "dtls");
        KeyFiles ours = keyFiles("ours");
        KeyFiles theirs = keyFiles("theirs");
        Conversation listener = echo(example, "listen", "0", ours, theirs);
        Conversation client = openSsl(theirs, "s_client", "-connect", "127.0.0.1:" + listener.await("on port (\\d+)"));

        listener.await("(DTLS 1.2)");
        client.say("hello from openssl");
        client.await("(hello from openssl)");
        assertThat(listener.output()).contains("received: hello from openssl");
    }

    @ParameterizedTest
    @EnumSource
    void dtls12TalksToOpenSslsServer(From from) throws Exception {
        assumeTrue(runs("openssl", "version"), "SKIPPED: no openssl on this machine");
        Example example = new Example("dtls", "Echo", from, "base", "io", "dtls");
        KeyFiles ours = keyFiles("ours");
        KeyFiles theirs = keyFiles("theirs");
        int port = freePort();
        Conversation server = openSsl(theirs, "s_server", "-accept", "127.0.0.1:" + port, "-Verify", "1");
        Conversation connector = echo(example, "connect", Integer.toString(port), ours, theirs);

        connector.await("(DTLS 1.2)");
        server.await("(hello)");
        server.say("hello from openssl");
        connector.await("received: (hello from openssl)");
        connector.await("(over): Closed");
        connector.endsWell();
    }

    private Conversation openSsl(KeyFiles keys, String... mode) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(mode));
        command.addAll(List.of("-dtls1_2", "-quiet", "-key", keys.key().toString()));
        command.addAll(List.of("-cert", keys.certificate().toString()));
        return start(command);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @EnumSource
    void iceMakesOnePathOfTwoSockets(From from) throws Exception {
        Example example = new Example("ice", "TwoSockets", from, "base", "io", "ice");
        Conversation both = example.start();

        both.endsWell();
        assertThat(both.output())
                .contains("CONTROLLING received: hello from CONTROLLED", "CONTROLLED received: hello from CONTROLLING");
    }

    @ParameterizedTest
    @EnumSource
    void srtpGoesToLibsrtpAndBack(From from) throws Exception {
        String python = pythonWithLibsrtp();
        Example example = new Example("rtp", "WithLibsrtp", from, "base", "io", "rtp");
        String ours = randomHex(30);
        String theirs = randomHex(30);
        Path script = EXAMPLES.resolve("rtp").resolve("peer.py");
        Conversation libsrtp = start(List.of(python, script.toString(), ours, theirs));
        Conversation plumb = example.start(libsrtp.await("on port (\\d+)"), ours, theirs);

        libsrtp.await("libsrtp took: (hello from Plumb)");
        plumb.await("sequence number 7: (hello from libsrtp)");
        plumb.endsWell();
        libsrtp.endsWell();
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String pythonWithLibsrtp() throws Exception {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (runs(python, "-c", "import pylibsrtp")) {
                return python;
            }
        }
        return abort("SKIPPED: no Python of this machine has pylibsrtp");
    }

    @ParameterizedTest
    @EnumSource
    void sdpExplainsWhatABrowserWrote(From from) throws Exception {
        Example example = new Example("sdp", "Explain", from, "sdp");
        Conversation explained = example.start(
                EXAMPLES.resolve("sdp").resolve("chrome.offer.sdp").toString());

        explained.await("(Nothing) is lost");
        assertThat(explained.output())
                .contains(
                        "Sections that share one transport: 0, 1, 2.",
                        "Section 1 is video over UDP/TLS/RTP/SAVPF.",
                        "  The writer sends and receives.",
                        "  It sends with the SSRC 4206018355.",
                        "  ICE knows it by the fragment KLMq.",
                        "  In DTLS its role is actpass.",
                        "  Data channels, on SCTP port 5000.")
                .anyMatch(l -> l.startsWith("  Codecs, best first: opus as 111, "))
                .anyMatch(l -> l.startsWith("  Its certificate has the sha-256 fingerprint 9D:5B:16:DE:"));
        explained.endsWell();
        Conversation gateway = example.start(
                EXAMPLES.resolve("sdp").resolve("gateway.offer.sdp").toString());
        gateway.await("  It may be reached at (\\S+), port \\d+ \\(host\\)");
        gateway.endsWell();
    }
}
