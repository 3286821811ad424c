package dev.plumb.sdp.attribute;

/** An attribute, the content of an {@code a=} line: as text, or as a typed view. */
public interface Attribute {
    /** Returns this attribute as text. */
    SdpAttribute attribute();
}
