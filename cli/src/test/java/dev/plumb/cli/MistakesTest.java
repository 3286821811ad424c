package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests that a user's mistake is reported in one line, without a stack trace, and that the exit code is 2. */
class MistakesTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    private void assertSaid(int code, String text) {
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(text).doesNotContain("\tat ", "Exception");
    }

    @Test
    void aFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertSaid(run("demo", "--seconds", "1", "--out", file.toString()), "is a file, where a folder is needed");
    }

    @Test
    void aFolderThatCannotBeMade() {
        assertThat(run("demo", "--seconds", "1", "--out", "/proc/nothing/here")).isEqualTo(1);
        assertThat(errors.toString()).startsWith("plumb demo: cannot write to /proc/nothing/here");
    }

    @Test
    void aTextToPlay() throws Exception {
        Path text = Files.writeString(folder.resolve("words.txt"), "these are words");
        assertSaid(
                run("demo", "--seconds", "1", "--out", folder.toString(), "--input", text.toString()), "cannot play");
    }

    @Test
    void aPortThatThereIsNot() {
        assertSaid(run("serve", "--port", "99999"), "port must be between 0 and 65535");
    }

    @Test
    void anOriginThatIsNone() {
        assertSaid(run("serve", "--port", "0", "--origin", "example.org/x"), "an origin is");
    }

    @Test
    void anOptionThatThereIsNot() {
        assertSaid(run("demo", "--nothing"), "plumb demo: there is no option --nothing");
    }

    @Test
    void aNumberThatNoBenchTakes() {
        List<String> commands = List.of(
                "data --size 99999999",
                "data --size 0",
                "data --seconds 0",
                "data --warm-up -1",
                "ping --count 0",
                "ping --warm-up -1",
                "ping --loops 3",
                "setup --count 0",
                "setup --parallel 0",
                "setup --warm-up -1",
                "setup --loops 0",
                "idle --count 0",
                "idle --settle 0",
                "handshake --count 0",
                "handshake --warm-up -1");
        for (String command : commands) {
            errors.getBuffer().setLength(0);
            List<String> words = List.of(("bench " + command).split(" "));
            assertSaid(run(words.toArray(String[]::new)), words.get(2) + " must be between ");
            assertThat(errors.toString().lines()).as(command).hasSize(1);
        }
    }

    @Test
    void aCommandThatThereIsNotIsSaidInOneSentence() {
        assertSaid(run("frobnicate"), "plumb: there is no command frobnicate");
        assertSaid(run("bench", "frobnicate"), "plumb bench: there is no command frobnicate");
        assertThat(errors.toString().lines()).hasSize(4);
    }

    @Test
    void noCommandAtAll() {
        assertSaid(run(), "plumb: a command is needed");
        assertSaid(run("bench"), "plumb bench: a measurement is needed");
    }

    @Test
    void aHostThatThereIsNot() {
        assertSaid(run("serve", "--host", "no.such.host.invalid"), "there is no host no.such.host.invalid");
        assertSaid(run("serve", "--host", ""), "--host needs");
    }

    @Test
    void aNameThatIsEmpty() {
        assertSaid(run("demo", "--out", ""), "--out");
        assertSaid(run("demo", "--out", folder.toString(), "--input", ""), "--input");
    }

    @Test
    void aTraceInAFolderThatThereIsNot() {
        assertSaid(run("peer", "--answer", "--trace", "/nosuch/trace"), "there is no folder /nosuch");
    }

    @Test
    void aLimitOrFileThatNoScriptCanHave() throws Exception {
        String script = Files.writeString(folder.resolve("a.js"), "1").toString();
        assertSaid(run("js", "--max-heap", "0", script), "--max-heap must be between 1");
        assertSaid(run("js", "--longest-task", "0", script), "--longest-task must be between");
        assertSaid(run("js", "--process", "--process-memory", "1", script), "--process-memory must be between 64");
        assertSaid(run("js", "--process-cpu", "0", script), "--process-cpu must be between 1");
        assertSaid(run("js", "--root", "nosuch", script), "there is no folder nosuch");
        assertSaid(run("js", "--input", "nosuch", script), "there is no file nosuch");
    }

    @Test
    void helpShowsNoEmptyDefaults() {
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            assertThat(command.getUsageMessage()).doesNotContain("[]");
        }
    }

    @Test
    void aLevelOfTheLogInSmallLetters() {
        assertSaid(run("--log", "warning", "bench", "ping", "--count", "0"), "--count must be between");
    }
}
