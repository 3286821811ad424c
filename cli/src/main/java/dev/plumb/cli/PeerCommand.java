package dev.plumb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumb.base.trace.PacketTrace;
import dev.plumb.cli.check.Interfaces;
import dev.plumb.objects.RTCDtlsOptions;
import dev.plumb.signal.jsep.RTCSessionDescription;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An agent behind a line protocol, for scripts and tests. */
@Command(
        name = "peer",
        mixinStandardHelpOptions = true,
        description = {
            "An agent behind JSON lines on standard input and output.",
            "--answer reads {\"type\":\"offer\",\"sdp\":...} and writes the answer; --offer the other way round.",
            "Then it writes events. At end of input it closes everything and exits."
        })
final class PeerCommand implements Callable<Integer> {
    private static final int GATHER_MILLIS = 5_000;
    private static final int APPLY_SECONDS = 10;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Role role = new Role();

    @Option(names = "--audio", description = "Send a tone, and receive sound.")
    private boolean audio;

    @Option(names = "--video", description = "Send a test pattern, and receive pictures.")
    private boolean video;

    @Option(names = "--data", description = "As offerer, open the data channel from-peer.")
    private boolean data;

    @Option(names = "--loopback", description = "Make loopback addresses candidates, too.")
    private boolean loopback;

    @Option(names = "--dtls", defaultValue = "auto", description = "Versions of DTLS: auto (both), 1.2, 1.3.")
    private String dtls = "auto";

    @Option(
            names = "--trace",
            description = "Write every datagram to a file that text2pcap reads (-D -t %%s.%%f -l 101).")
    private @Nullable Path trace;

    /** Creates the command, as picocli does. */
    PeerCommand() {}

    /** One of the two. */
    private static final class Role {
        @Option(names = "--offer", required = true, description = "Write an offer, read the answer.")
        private boolean offer;

        @Option(names = "--answer", required = true, description = "Read an offer, write the answer.")
        private boolean answer;
    }

    private static void requireFolderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--trace: there is no folder " + folder);
        }
    }

    private RTCDtlsOptions dtlsOptions() {
        return switch (dtls) {
            case "auto" -> RTCDtlsOptions.DEFAULT;
            case "1.2" -> RTCDtlsOptions.DEFAULT.withVersions(RTCDtlsOptions.Version.DTLS_1_2);
            case "1.3" -> RTCDtlsOptions.DEFAULT.withVersions(RTCDtlsOptions.Version.DTLS_1_3);
            default ->
                throw new CommandLine.ParameterException(spec.commandLine(), "--dtls is auto, 1.2 or 1.3, not " + dtls);
        };
    }

    @Override
    public Integer call() throws Exception {
        if (trace != null) {
            requireFolderOf(trace);
        }
        if (role.offer && !audio && !video && !data) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--offer needs one of --audio, --video and --data: there is nothing to offer");
        }
        Interfaces.require();
        JsonLines lines = new JsonLines(System.in, System.out);
        try (Writer traceFile = trace == null ? Writer.nullWriter() : Files.newBufferedWriter(trace);
                PeerSession session = new PeerSession(lines, audio, video, loopback, dtlsOptions())) {
            if (trace != null) {
                session.trace(new PacketTrace(traceFile));
            }
            try {
                boolean isExchanged = role.answer ? answer(session, lines) : offer(session, lines);
                if (!isExchanged) {
                    System.err.println(
                            "plumb peer: the input ended before " + (role.answer ? "an offer" : "an answer") + " came");
                    return 1;
                }
                drain(lines);
                return 0;
            } catch (ExecutionException e) {
                String why = Mistakes.text(e);
                System.err.println("plumb peer: " + why);
                lines.write(lines.object().put("event", "error").put("message", why));
                return 1;
            }
        }
    }

    /** Returns whether an answer arrived. */
    private boolean offer(PeerSession session, JsonLines lines)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        if (data) {
            session.openChannel();
        }
        session.sendMedia();
        session.connection().setLocalDescription().get(APPLY_SECONDS, TimeUnit.SECONDS);
        write(lines, session.connection().gathered(GATHER_MILLIS).get(APPLY_SECONDS, TimeUnit.SECONDS));
        JsonNode answer = awaitDescription(lines, "answer");
        if (answer == null) {
            return false;
        }
        session.connection()
                .setRemoteDescription(
                        RTCSessionDescription.answer(answer.path("sdp").asText()))
                .get(APPLY_SECONDS, TimeUnit.SECONDS);
        session.exchanged();
        return true;
    }

    /** Returns whether an offer arrived. */
    private static boolean answer(PeerSession session, JsonLines lines)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        JsonNode offer = awaitDescription(lines, "offer");
        if (offer == null) {
            return false;
        }
        session.sendMedia();
        session.connection()
                .setRemoteDescription(
                        RTCSessionDescription.offer(offer.path("sdp").asText()))
                .get(APPLY_SECONDS, TimeUnit.SECONDS);
        session.connection().setLocalDescription().get(APPLY_SECONDS, TimeUnit.SECONDS);
        write(lines, session.connection().gathered(GATHER_MILLIS).get(APPLY_SECONDS, TimeUnit.SECONDS));
        session.exchanged();
        return true;
    }

    private static void write(JsonLines lines, RTCSessionDescription description) {
        lines.write(lines.object().put("type", description.type().spec()).put("sdp", description.sdp()));
    }

    private static @Nullable JsonNode awaitDescription(JsonLines lines, String type) throws IOException {
        for (JsonNode line = lines.read(); line != null; line = lines.read()) {
            boolean isType = line.path("type").asText().equals(type);
            if (isType && !line.path("sdp").asText().isBlank()) {
                return line;
            }
            if (isType) {
                System.err.println("plumb peer: the " + type + " has no sdp");
                continue;
            }
            System.err.println("plumb peer: expected a description of type " + type + ", not " + line);
        }
        return null;
    }

    private static void drain(JsonLines lines) throws IOException {
        for (JsonNode line = lines.read(); line != null; line = lines.read()) {
            System.err.println("plumb peer: nothing is expected any more; ignored: " + line);
        }
    }
}
