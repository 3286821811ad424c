package dev.plumb.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script that runs in a separate process with limited memory and processor time. */
final class ScriptProcess {
    private static final long CHECK_MILLIS = 100;
    private static final int ENDED = 1;

    private ScriptProcess() {}

    /**
     * Runs {@code plumb} again in a separate process.
     *
     * @param arguments the arguments of this process, including {@code --process}
     * @return the exit code of the process, 1 if it was ended
     */
    static int run(List<String> arguments, long memoryMib, long cpuSeconds) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command(arguments, memoryMib))
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            System.err.println("plumb js: no process of its own: " + e.getMessage());
            return ENDED;
        }
        Thread killer = new Thread(process::destroyForcibly, "plumb-script-process");
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            while (!process.waitFor(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
                if (used.compareTo(Duration.ofSeconds(cpuSeconds)) > 0) {
                    process.destroyForcibly().waitFor();
                    System.err.println("plumb js: the script took more than " + cpuSeconds + " s of processors");
                    return ENDED;
                }
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
            removed(killer);
        }
    }

    private static void removed(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook runs
        }
    }

    private static List<String> command(List<String> arguments, long memoryMib) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-Xm") && !option.startsWith("-agentlib") && !option.startsWith("-javaagent")) {
                command.add(option);
            }
        }
        // memory outside the heap, mostly network buffers, gets the same limit
        command.addAll(List.of(
                "-Xmx" + memoryMib + "m",
                "-XX:MaxDirectMemorySize=" + memoryMib + "m",
                "-XX:MaxMetaspaceSize=" + memoryMib + "m",
                "-XX:ActiveProcessorCount=1",
                "-XX:+ExitOnOutOfMemoryError"));
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        } else {
            command.addAll(List.of("-p", modulePath, "-m", "dev.plumb.cli/" + Main.class.getName()));
        }
        List<String> there = new ArrayList<>(arguments);
        there.remove("--process"); // only the first: later ones belong to the script
        command.addAll(there);
        return command;
    }
}
