package dev.plumb.signal.json;

import dev.plumb.objects.RTCException;

/** An exception for text that is not the dictionary that it should be. It names the place and the reason. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    private final String path;

    JsonException(String path, String why) {
        super((path.isEmpty() ? "" : path + ": ") + why);
        this.path = path;
    }

    JsonException(String path, RTCException refused) {
        super((path.isEmpty() ? "" : path + ": ") + refused.detail(), refused);
        this.path = path;
    }

    /** Returns the place of the error, such as {@code codecs[1].payloadType}; empty for the whole value. */
    public String path() {
        return path;
    }
}
