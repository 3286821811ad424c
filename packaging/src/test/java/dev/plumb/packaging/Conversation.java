package dev.plumb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process whose lines a test reads, and to which it writes. */
final class Conversation {
    private static final long SECONDS_AT_MOST = 60;

    private final List<String> command;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean isOver;

    Conversation(List<String> command) throws IOException {
        this.command = command;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            add("no more can be read: " + e);
        }
        synchronized (this) {
            isOver = true;
            notifyAll();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Waits for a line in which a pattern is found; returns the pattern's first group. */
    synchronized String await(String pattern) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
        String found = find(wanted);
        while (found == null && !isOver && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            found = find(wanted);
        }
        assertThat(found)
                .as("%s, looked for in what %s says: %s", pattern, command, lines)
                .isNotNull();
        return found;
    }

    private @Nullable String find(Pattern pattern) {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    /** Returns the lines so far. */
    synchronized List<String> output() {
        return List.copyOf(lines);
    }

    /** Writes a line to its standard input. */
    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for its end, which must be a good one. */
    void endsWell() throws InterruptedException {
        assertThat(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS))
                .as("%s ends", command)
                .isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output()).isZero();
    }

    /** Ends it where it still runs. */
    void end() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
