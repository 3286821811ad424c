package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Builds a description. Attributes may be added in any order: they are written in the order browsers use. Not
 * thread-safe.
 */
public final class SessionDescriptionBuilder {
    private final Origin origin;
    private final List<SdpLine> lines = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    private String sessionName = "-";

    SessionDescriptionBuilder(Origin origin) {
        this.origin = origin;
    }

    /** Sets the session name. The default is {@code -}. */
    public SessionDescriptionBuilder sessionName(String sessionName) {
        this.sessionName = sessionName;
        return this;
    }

    /** Adds an attribute. */
    public SessionDescriptionBuilder add(Attribute attribute) {
        return line(SdpLine.of(attribute));
    }

    /** Adds attributes. */
    public SessionDescriptionBuilder addAll(Collection<? extends Attribute> attributes) {
        attributes.forEach(this::add);
        return this;
    }

    /** Adds any other line. */
    public SessionDescriptionBuilder line(SdpLine line) {
        lines.add(line);
        return this;
    }

    /** Adds a media section. */
    public SessionDescriptionBuilder media(MediaDescription section) {
        media.add(section);
        return this;
    }

    /** Returns the description. */
    public SessionDescription build() {
        List<SdpLine> all = new ArrayList<>(lines);
        all.add(new SdpLine('v', "0"));
        all.add(new SdpLine('o', origin.write()));
        all.add(new SdpLine('s', sessionName));
        all.add(new SdpLine('t', "0 0"));
        return new SessionDescription(AttributeOrder.SESSION.sorted(all), media, "");
    }
}
