package dev.plumb.sdp;

/** A value that can be written as an {@code a=} line: an attribute as text, or one of its typed views. */
public interface Attribute {
    /** Returns this attribute as text. */
    SdpAttribute attribute();

    /** Returns this attribute as a line. */
    default SdpLine line() {
        return new SdpLine('a', attribute().text());
    }
}
