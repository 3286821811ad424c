package dev.plumb.cli;

import dev.plumb.cli.bench.BenchCommand;
import dev.plumb.cli.wpt.WptCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the {@code plumb} command. */
@Command(
        name = "plumb",
        description = "WebRTC for the JVM.",
        mixinStandardHelpOptions = true,
        version = "plumb 0.1.0",
        subcommands = {
            DemoCommand.class,
            PeerCommand.class,
            ServeCommand.class,
            JsCommand.class,
            BenchCommand.class,
            WptCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Made by picocli. */
    public Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
    }
}
