package dev.plumb.objects;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exception for a caller's mistake, under the name of a DOMException.
 *
 * @spec https://webidl.spec.whatwg.org/#idl-DOMException-error-names Web IDL, DOMException names
 */
public final class RTCException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Name name;
    private final String detail;
    private final @Nullable String constraint;

    /** Creates an exception that says what is wrong and what to do. */
    public RTCException(Name name, String message) {
        super(name.spec() + ": " + message);
        this.name = name;
        this.detail = message;
        this.constraint = null;
    }

    private RTCException(String constraint, String message) {
        super(Name.OVERCONSTRAINED.spec() + ": " + message);
        this.name = Name.OVERCONSTRAINED;
        this.detail = message;
        this.constraint = constraint;
    }

    /** Copies an exception of the loop, to be thrown on the thread that waits for the call. */
    RTCException(RTCException thrown) {
        super(thrown.getMessage(), thrown);
        this.name = thrown.name;
        this.detail = thrown.detail;
        this.constraint = thrown.constraint;
    }

    /** Creates an exception that says what is wrong, with its cause. */
    public RTCException(Name name, String message, Throwable cause) {
        super(name.spec() + ": " + message, cause);
        this.name = name;
        this.detail = message;
        this.constraint = null;
    }

    /** The names in use. */
    public enum Name {
        /** The object is in a state that does not allow this. */
        INVALID_STATE("InvalidStateError"),
        /** A parameter does not fit the object. */
        INVALID_ACCESS("InvalidAccessError"),
        /** The object cannot be changed like this. */
        INVALID_MODIFICATION("InvalidModificationError"),
        /** An operation that this agent does not support. */
        NOT_SUPPORTED("NotSupportedError"),
        /** A value is of a wrong form. */
        TYPE_ERROR("TypeError"),
        /** A value is out of its range. */
        RANGE_ERROR("RangeError"),
        /** A text holds a character that has no meaning there. */
        INVALID_CHARACTER("InvalidCharacterError"),
        /** A text could not be read. */
        SYNTAX("SyntaxError"),
        /** The operation failed. */
        OPERATION("OperationError"),
        /** Something that was named does not exist. */
        NOT_FOUND("NotFoundError"),
        /** No device can satisfy a constraint. */
        OVERCONSTRAINED("OverconstrainedError"),
        /** A device cannot be opened. */
        NOT_READABLE("NotReadableError"),
        /** The network failed. */
        NETWORK("NetworkError");

        private final String spec;

        Name(String spec) {
            this.spec = spec;
        }

        /** Returns the name as scripts know it. */
        public String spec() {
            return spec;
        }
    }

    /** Returns the DOMException name. */
    public Name name() {
        return name;
    }

    /** Returns the message without the name. It says what is wrong and what to do. */
    public String detail() {
        return detail;
    }

    /** Returns the constraint that no device can satisfy. Present only with an OverconstrainedError. */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }

    /**
     * Throws where a member of a dictionary is null, or is a list or map that holds null.
     *
     * @param dictionary the name of the dictionary, for the message
     * @param namesAndMembers a name, its member, the next name and so on
     * @throws RTCException TypeError that names the member
     */
    public static void requirePresent(String dictionary, @Nullable Object... namesAndMembers) {
        for (int i = 0; i + 1 < namesAndMembers.length; i += 2) {
            Object member = namesAndMembers[i + 1];
            boolean present = switch (member) {
                case null -> false;
                case Collection<?> all -> all.stream().allMatch(Objects::nonNull);
                case Map<?, ?> map -> map.entrySet().stream().allMatch(e -> e.getKey() != null && e.getValue() != null);
                default -> true;
            };
            if (!present) {
                throw typeError(dictionary + "." + namesAndMembers[i] + " must not be null, nor hold null");
            }
        }
    }

    static RTCException overconstrained(String constraint) {
        return new RTCException(constraint, "no device can satisfy " + constraint);
    }

    static RTCException invalidState(String message) {
        return new RTCException(Name.INVALID_STATE, message);
    }

    static RTCException invalidAccess(String message) {
        return new RTCException(Name.INVALID_ACCESS, message);
    }

    static RTCException typeError(String message) {
        return new RTCException(Name.TYPE_ERROR, message);
    }
}
