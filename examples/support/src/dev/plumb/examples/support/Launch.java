package dev.plumb.examples.support;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A launcher that runs an example's main method, and describes a failure in one sentence. */
public final class Launch {
    private Launch() {}

    /** Runs the class that the first argument names with the other arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            System.err.println(sentence(e.getCause()));
            System.exit(1);
        }
    }

    /** Returns a description of a failure, for users who do not know the program. */
    static String sentence(@Nullable Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case NumberFormatException e -> "not a number: " + e.getMessage();
            case null -> "it failed";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
