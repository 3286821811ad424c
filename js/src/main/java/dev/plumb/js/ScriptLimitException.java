package dev.plumb.js;

/** A script was ended, since it went beyond a limit of {@link ScriptOptions}. */
public final class ScriptLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception that names the limit. */
    public ScriptLimitException(String message) {
        super(message);
    }
}
