package dev.plumb.cli;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Descriptions of failures in one line, for users who do not know the program's internals. */
final class Mistakes {
    private Mistakes() {}

    /** Returns a description of a failure. */
    static String text(Throwable failure) {
        Throwable cause = root(failure);
        return switch (cause) {
            case NoSuchFileException e -> "there is no " + e.getFile();
            case AccessDeniedException e -> "not allowed to use " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is a file, where a folder is needed";
            case NotDirectoryException e -> e.getFile() + " is no folder";
            case FileSystemException e ->
                "cannot use " + e.getFile() + (e.getReason() == null ? "" : ": " + e.getReason());
            case UnknownHostException e -> "there is no host " + e.getMessage();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }

    /** Returns whether the command was used wrongly, rather than prevented from doing its work. */
    static boolean isUsage(Throwable failure) {
        Throwable cause = root(failure);
        return cause instanceof IllegalArgumentException
                || cause instanceof FileAlreadyExistsException
                || cause instanceof NoSuchFileException;
    }

    private static Throwable root(Throwable failure) {
        boolean isWrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        return isWrapper && failure.getCause() != null ? root(failure.getCause()) : failure;
    }
}
