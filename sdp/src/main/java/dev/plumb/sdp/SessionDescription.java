package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.DirectionAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import dev.plumb.sdp.text.SdpText;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole session description. Writing what was parsed gives the same text, but that every line ends with CRLF.
 *
 * @param lines the session's lines, the first of them {@code v=0}
 * @param media the media sections in order
 * @param tail the blank lines after the last line, each with its CRLF; mostly empty
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5 RFC 8866 5
 */
public record SessionDescription(List<SdpLine> lines, List<MediaDescription> media, String tail) implements SdpSection {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException where the first line is not {@code v=0}, an {@code m=} line is among the
     *     session's, or the tail is not blank
     */
    public SessionDescription {
        lines = SdpLines.of(lines);
        media = SdpSections.of(media);
        boolean version =
                !lines.isEmpty() && lines.getFirst().write().stripTrailing().equals("v=0");
        SdpText.require(version, "a description must begin with v=0", lines.isEmpty() ? "" : lines.getFirst());
        SdpText.require(lines.stream().noneMatch(line -> line.type() == 'm'), "m= lines must be in media", lines);
        boolean blank = tail.chars().allMatch(c -> SdpText.isBlank((char) c));
        SdpText.require(blank && (tail.isEmpty() || tail.endsWith("\r\n")), "the tail must be blank lines", tail);
    }

    /** Returns a builder, with {@code s=-} and {@code t=0 0}. */
    public static SessionDescriptionBuilder builder(Origin origin) {
        return new SessionDescriptionBuilder(origin);
    }

    /**
     * Reads a description; {@link SdpParser#parse} gives a result instead of throwing.
     *
     * @throws SdpParseException where it cannot be used
     */
    public static SessionDescription parse(String text) throws SdpParseException {
        return SdpParser.parse(text).orThrow();
    }

    /** Returns the {@code o=} line, or null if there is none or it is malformed. */
    public @Nullable Origin origin() {
        SdpLine line = firstLine('o');
        return line == null ? null : Origin.parse(line.value());
    }

    /** Returns the session name, or empty if there is no {@code s=} line. */
    public String sessionName() {
        SdpLine line = firstLine('s');
        return line == null ? "" : line.value();
    }

    /** Returns the media section with this {@code a=mid}, or null if there is none. */
    public @Nullable MediaDescription mediaByMid(String mid) {
        int index = indexOf(mid);
        return index < 0 ? null : media.get(index);
    }

    /** Returns the index of the first media section with that {@code a=mid}, or -1 where there is none. */
    public int indexOf(String mid) {
        return SdpSections.of(media).indexByMid().getOrDefault(mid, -1);
    }

    /**
     * Returns the names of the first {@code BUNDLE} group in order, without duplicates; empty where there is no such
     * group.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc9143#section-5 RFC 9143 5
     */
    public SequencedSet<String> bundle() {
        return SdpLines.index(lines).bundle();
    }

    /** Returns the direction of a media section: its own, else the session's, else sendrecv. */
    public DirectionAttribute directionOf(MediaDescription section) {
        DirectionAttribute own = section.direction();
        DirectionAttribute session = own == null ? direction() : own;
        return session == null ? DirectionAttribute.SENDRECV : session;
    }

    /** Returns the first well-formed attribute of a type in the media section, else in the session part, else null. */
    public <T extends Attribute> @Nullable T inherited(MediaDescription section, SdpAttributeType<T> type) {
        T own = section.first(type);
        return own == null ? first(type) : own;
    }

    /**
     * Returns all well-formed attributes of a type in the media section, or, if it has none of that name, in the
     * session part.
     */
    public <T extends Attribute> List<T> allInherited(MediaDescription section, SdpAttributeType<T> type) {
        return section.has(type.name()) ? section.all(type) : all(type);
    }

    /** Returns the line number, from 1, of the {@code m=} line of a media section. */
    public int lineNumber(int mediaIndex) {
        int number = lines.size() + 1;
        for (MediaDescription section : media.subList(0, mediaIndex)) {
            number += 1 + section.lines().size();
        }
        return number;
    }

    /** Returns every malformed line of a type that this package knows, for those who must refuse it. */
    public List<SdpParse.Malformed> malformedLines() {
        return KnownLines.malformed(this);
    }

    /** Returns a copy with the attribute put where its kind belongs. */
    public SessionDescription with(Attribute attribute) {
        return new SessionDescription(AttributeOrder.SESSION.added(lines, attribute), media, tail);
    }

    /** Returns a copy with the attribute in place of all of its name. */
    public SessionDescription withOnly(Attribute attribute) {
        return without(attribute.attribute().name()).with(attribute);
    }

    /** Returns a copy without the attributes of a name. */
    public SessionDescription without(String name) {
        return new SessionDescription(AttributeOrder.without(lines, name), media, tail);
    }

    /** Returns a copy with another {@code o=} line. */
    public SessionDescription withOrigin(Origin origin) {
        List<SdpLine> changed = new ArrayList<>(lines);
        changed.removeIf(line -> line.type() == 'o');
        changed.add(1, new SdpLine('o', origin.write()));
        return new SessionDescription(changed, media, tail);
    }

    /** Returns a copy with other media sections. */
    public SessionDescription withMedia(List<MediaDescription> changed) {
        return new SessionDescription(lines, changed, tail);
    }

    /**
     * Returns a copy with another media section at an index, or with one more if the index is their number.
     *
     * @throws IndexOutOfBoundsException where the index is beyond that
     */
    public SessionDescription withMedia(int index, MediaDescription section) {
        List<MediaDescription> changed = new ArrayList<>(media);
        if (index == changed.size()) {
            changed.add(section);
        } else {
            changed.set(index, section);
        }
        return withMedia(changed);
    }

    /** Returns the description's text. */
    public String write() {
        StringBuilder out = new StringBuilder();
        writeLines(lines, out);
        for (MediaDescription section : media) {
            out.append("m=").append(section.mediaLine().write()).append("\r\n");
            writeLines(section.lines(), out);
        }
        return out.append(tail).toString();
    }

    private static void writeLines(List<SdpLine> lines, StringBuilder out) {
        for (SdpLine line : lines) {
            out.append(line.type()).append('=').append(line.value()).append("\r\n");
        }
    }

    @Override
    public String toString() {
        return write();
    }
}
