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
        System.exit(commandLine().execute(args));
    }

    /** The command, which tells of what goes wrong in a line: a wrong use ends by code 2, all else by 1. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Mistakes.text(failure));
            System.getLogger(Main.class.getName()).log(System.Logger.Level.DEBUG, "a command has failed", failure);
            return Mistakes.isUsage(failure)
                    ? command.getCommandSpec().exitCodeOnInvalidInput()
                    : command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
    }
}
