package dev.plumb.js;

/** The output of a script's {@code console}, and of exceptions that no script caught. Called on the script's loop. */
@FunctionalInterface
public interface ScriptConsole {
    /**
     * Prints a message.
     *
     * @param level {@code log}, {@code info}, {@code debug}, {@code warn} or {@code error}
     * @param text the text, perhaps of several lines, without a line end after the last
     */
    void print(String level, String text);

    /** Writes to the process's output, warnings and errors to its error output. */
    static ScriptConsole ofProcess() {
        return (level, text) -> {
            if (level.equals("warn") || level.equals("error")) {
                System.err.println(text);
            } else {
                System.out.println(text);
            }
        };
    }
}
