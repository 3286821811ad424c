package dev.plumb.js;

import java.util.List;
import java.util.Map;

/** The nodes of a page's document, as a parser read it. */
public sealed interface PageNode {
    /**
     * An element.
     *
     * @param tag the tag in lower case
     * @param attributes the attributes by their names in lower case
     * @param children the children in their order
     */
    record Element(String tag, Map<String, String> attributes, List<PageNode> children) implements PageNode {}

    /**
     * A text between elements.
     *
     * @param data the text
     */
    record Text(String data) implements PageNode {}
}
