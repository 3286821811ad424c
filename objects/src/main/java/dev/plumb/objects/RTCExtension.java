package dev.plumb.objects;

/**
 * An application's addition to a dictionary. If it is marked as required, a receiver of the dictionary refuses it
 * unless it knows the name, and the side that required it refuses a peer whose dictionary does not name it. Silence is
 * refusal.
 *
 * @param name unique in the world, a URI by custom
 * @param value the value; empty for none
 * @param required whether it must be understood
 */
public record RTCExtension(String name, String value, boolean required) {
    public RTCExtension {
        RTCException.requirePresent("RTCExtension", "name", name, "value", value);
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw RTCException.typeError("an extension's name is not empty and has no spaces: \"" + name + "\"");
        }
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw RTCException.typeError("an extension's value has no control characters");
        }
    }

    /** Returns an extension that must be understood. */
    public static RTCExtension required(String name) {
        return new RTCExtension(name, "", true);
    }

    /** Returns an extension that may be ignored. It tells the peer that the name is known. */
    public static RTCExtension known(String name) {
        return new RTCExtension(name, "", false);
    }
}
