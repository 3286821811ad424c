package dev.plumb.cli.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measurements, one a subcommand. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Whole-process measurements; the last line of output is one JSON object.",
        subcommands = {DataBench.class, PingBench.class, SetupBench.class, IdleBench.class, HandshakeBench.class})
public final class BenchCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Creates the command, as picocli does. */
    public BenchCommand() {}

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a measurement is needed");
    }
}
