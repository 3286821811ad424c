package dev.plumb.cli;

import dev.plumb.cli.bench.BenchCommand;
import dev.plumb.cli.wpt.WptCommand;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
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
    /** Kept, since levels are lost with loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.plumb");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Made by picocli. */
    public Main() {}

    /** The levels of the log, as System.Logger calls them. */
    enum LogLevel {
        OFF,
        ERROR,
        WARNING,
        INFO,
        DEBUG,
        TRACE;

        private Level level() {
            return switch (this) {
                case OFF -> Level.OFF;
                case ERROR -> Level.SEVERE;
                case WARNING -> Level.WARNING;
                case INFO -> Level.INFO;
                case DEBUG -> Level.FINE;
                case TRACE -> Level.FINER;
            };
        }
    }

    @CommandLine.Option(
            names = "--log",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "LEVEL",
            description =
                    "Logs what happens: OFF, ERROR, WARNING (the default), INFO (states), DEBUG (decisions and why).")
    void log(LogLevel level) {
        LOGGER.setLevel(level.level());
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(level.level());
        }
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        LOGGER.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The command, which tells of what goes wrong in a line: a wrong use ends by code 2, all else by 1. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Mistakes.text(failure));
            System.getLogger("dev.plumb.cli").log(System.Logger.Level.DEBUG, "a command has failed", failure);
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
