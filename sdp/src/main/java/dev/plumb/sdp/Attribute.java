package dev.plumb.sdp;

/** What can stand as an {@code a=} line: an attribute as text, or one of its typed views. */
public interface Attribute {
    /** This attribute as text. */
    SdpAttribute attribute();

    /** This attribute as a line. */
    default SdpLine line() {
        return new SdpLine('a', attribute().text());
    }
}
