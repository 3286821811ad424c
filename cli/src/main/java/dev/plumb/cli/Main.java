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
    /**
     * The logger whose level is set. It is kept because loggers that nothing refers to are collected and lose their
     * levels.
     */
    private static final Logger LOGGER = Logger.getLogger("dev.plumb");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Creates the command, as picocli does. */
    public Main() {}

    /** The log levels, named as in {@link System.Logger.Level}. */
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

    /**
     * Returns the command line. It reports a failure in one line. The exit code is 2 for wrong usage and 1 for other
     * failures.
     */
    static CommandLine commandLine() {
        CommandLine made = new CommandLine(new Main());
        made.setCaseInsensitiveEnumValuesAllowed(true);
        made.setParameterExceptionHandler((failure, arguments) -> {
            CommandLine command = failure.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            command.getErr().println(name + ": " + misuse(failure));
            command.getErr().println("see " + name + " --help");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        return made.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Mistakes.text(failure));
            System.getLogger("dev.plumb.cli").log(System.Logger.Level.DEBUG, "a command has failed", failure);
            return Mistakes.isUsage(failure)
                    ? command.getCommandSpec().exitCodeOnInvalidInput()
                    : command.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    private static String misuse(CommandLine.ParameterException failure) {
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            boolean hasCommands = !failure.getCommandLine().getSubcommands().isEmpty();
            return first.startsWith("-")
                    ? "there is no option " + first
                    : hasCommands ? "there is no command " + first : "nothing is known of the argument " + first;
        }
        return String.valueOf(failure.getMessage());
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is needed");
    }
}
