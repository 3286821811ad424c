package dev.plumb.js;

/** Where a script's {@code console} writes, and exceptions that nobody caught. Called on the script's loop. */
@FunctionalInterface
public interface ScriptConsole {
    /**
     * A message.
     *
     * @param level {@code log}, {@code info}, {@code debug}, {@code warn} or {@code error}
     * @param text may have several lines; without a line end after the last
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
