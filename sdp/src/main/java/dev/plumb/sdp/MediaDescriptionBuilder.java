package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Builds a media section. Attributes may be added in any order: they are written in the order browsers use, those of
 * one kind in the order they were added, those of a codec by the order of the formats. Not thread-safe.
 */
public final class MediaDescriptionBuilder {
    private final String media;
    private final String proto;
    private final List<String> formats = new ArrayList<>();
    private final List<SdpLine> lines = new ArrayList<>();
    private Connection connection = Connection.UNSPECIFIED;
    private int port = 9;

    MediaDescriptionBuilder(String media, String proto) {
        this.media = media;
        this.proto = proto;
    }

    /** Sets the port, 0..65535. The default is 9 (discard), as trickled candidates require. */
    public MediaDescriptionBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** Adds a format. */
    public MediaDescriptionBuilder format(String format) {
        formats.add(format);
        return this;
    }

    /** Adds a payload type as a format. */
    public MediaDescriptionBuilder format(int payloadType) {
        return format(Integer.toString(payloadType));
    }

    /** Sets the {@code c=} line. */
    public MediaDescriptionBuilder connection(Connection connection) {
        this.connection = connection;
        return this;
    }

    /** Adds a {@code b=} line. */
    public MediaDescriptionBuilder bandwidth(Bandwidth bandwidth) {
        return line(new SdpLine('b', bandwidth.write()));
    }

    /** Adds an attribute. */
    public MediaDescriptionBuilder add(Attribute attribute) {
        return line(SdpLine.of(attribute));
    }

    /** Adds attributes. */
    public MediaDescriptionBuilder addAll(Collection<? extends Attribute> attributes) {
        attributes.forEach(this::add);
        return this;
    }

    /** Adds any other line. */
    public MediaDescriptionBuilder line(SdpLine line) {
        lines.add(line);
        return this;
    }

    /**
     * Returns the section.
     *
     * @throws IllegalArgumentException where there is no format, or media, port, proto or a format is not well-formed
     */
    public MediaDescription build() {
        List<SdpLine> all = new ArrayList<>(lines);
        all.add(new SdpLine('c', connection.write()));
        return new MediaDescription(
                MediaLine.of(media, port, proto, formats),
                AttributeOrder.media(formats).sorted(all));
    }
}
