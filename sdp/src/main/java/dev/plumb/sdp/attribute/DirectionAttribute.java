package dev.plumb.sdp.attribute;

import org.jspecify.annotations.Nullable;

/**
 * The direction of media, as its writer sees it. The attribute has no value.
 *
 * <pre>
 * a=sendrecv | a=sendonly | a=recvonly | a=inactive
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-6.7 RFC 8866 6.7
 */
public enum DirectionAttribute implements Attribute {
    /** Both ways; what holds where nothing is said. */
    SENDRECV("sendrecv", true, true),
    /** Media from the writer only. */
    SENDONLY("sendonly", true, false),
    /** Media to the writer only. */
    RECVONLY("recvonly", false, true),
    /** Neither way. */
    INACTIVE("inactive", false, false);

    private final String attributeName;
    private final boolean send;
    private final boolean recv;

    DirectionAttribute(String attributeName, boolean send, boolean recv) {
        this.attributeName = attributeName;
        this.send = send;
        this.recv = recv;
    }

    /** Returns the direction with these flows. */
    public static DirectionAttribute of(boolean send, boolean recv) {
        if (send) {
            return recv ? SENDRECV : SENDONLY;
        }
        return recv ? RECVONLY : INACTIVE;
    }

    /** Reads the attribute's text; null where it is no direction. */
    public static @Nullable DirectionAttribute parse(String text) {
        for (DirectionAttribute direction : values()) {
            if (direction.attributeName.equalsIgnoreCase(text.strip())) {
                return direction;
            }
        }
        return null;
    }

    /** Returns the attribute's name. */
    public String attributeName() {
        return attributeName;
    }

    /** Returns whether the writer sends. */
    public boolean send() {
        return send;
    }

    /** Returns whether the writer receives. */
    public boolean recv() {
        return recv;
    }

    /** Returns the same flows as the other side sees them. */
    public DirectionAttribute reversed() {
        return of(recv, send);
    }

    /** Returns the attribute's text. */
    public String write() {
        return attributeName;
    }

    @Override
    public SdpAttribute attribute() {
        return SdpAttribute.flag(attributeName);
    }

    @Override
    public String toString() {
        return attributeName;
    }
}
