package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which descriptions are written: RFC 8866's for the line types, Chromium's for the attributes, what is
 * unknown at the end.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc8866#section-5 RFC 8866 5
 */
final class AttributeOrder {
    /** The order of the session part. */
    static final AttributeOrder SESSION = new AttributeOrder(
            "vosiuepcbtrzk",
            List.of(
                    "group",
                    "extmap-allow-mixed",
                    "msid-semantic",
                    "ice-lite",
                    "ice-ufrag",
                    "ice-pwd",
                    "ice-options",
                    "fingerprint",
                    "setup",
                    "tls-id"),
            Map.of());

    private static final List<String> MEDIA_ATTRIBUTES = List.of(
            "rtcp",
            "candidate",
            "end-of-candidates",
            "ice-lite",
            "ice-ufrag",
            "ice-pwd",
            "ice-options",
            "fingerprint",
            "setup",
            "tls-id",
            "mid",
            "bundle-only",
            "extmap-allow-mixed",
            "extmap",
            "sendrecv",
            "sendonly",
            "recvonly",
            "inactive",
            "msid",
            "rtcp-mux",
            "rtcp-mux-only",
            "rtcp-rsize",
            "rtcp-xr",
            "rtpmap",
            "rtcp-fb",
            "fmtp",
            "ptime",
            "maxptime",
            "rid",
            "simulcast",
            "ssrc-group",
            "ssrc",
            "sctpmap",
            "sctp-port",
            "max-message-size");

    /** The attributes of one codec, which stand together: all of the first format, then all of the next. */
    private static final List<String> CODEC_ATTRIBUTES = List.of("rtpmap", "rtcp-fb", "fmtp");

    private final String lineTypes;
    private final Map<String, Integer> attributeRanks = new HashMap<>();
    private final Map<String, Integer> formatRanks;

    private AttributeOrder(String lineTypes, List<String> attributes, Map<String, Integer> formatRanks) {
        this.lineTypes = lineTypes;
        this.formatRanks = formatRanks;
        for (String name : attributes) {
            attributeRanks.put(name, attributeRanks.size());
        }
    }

    /** Returns the order of a media section with these formats. */
    static AttributeOrder media(List<String> formats) {
        Map<String, Integer> ranks = new HashMap<>();
        ranks.put("*", 0);
        for (String format : formats) {
            ranks.putIfAbsent(format, ranks.size());
        }
        return new AttributeOrder("icbk", MEDIA_ATTRIBUTES, ranks);
    }

    /** Returns the lines in this order. Lines of one kind keep their order. */
    List<SdpLine> sorted(List<SdpLine> lines) {
        return lines.stream().sorted(Comparator.comparing(this::place)).toList();
    }

    /** Returns the lines with one more, after the last that belongs no later. The others keep their order. */
    List<SdpLine> added(List<SdpLine> lines, Attribute attribute) {
        return added(lines, SdpLine.of(attribute));
    }

    /** Returns the lines with one more, as {@link #added(List, Attribute)} does, for any line. */
    List<SdpLine> added(List<SdpLine> lines, SdpLine line) {
        Place place = place(line);
        int index = lines.size();
        while (index > 0 && place(lines.get(index - 1)).compareTo(place) > 0) {
            index--;
        }
        List<SdpLine> changed = new ArrayList<>(lines);
        changed.add(index, line);
        return changed;
    }

    /**
     * Returns the lines with several attributes added, each after the last line that belongs no later. The existing
     * lines keep their order. Takes one pass, however many are added.
     */
    List<SdpLine> addedAll(List<SdpLine> lines, List<? extends Attribute> attributes) {
        List<SdpLine> more = sorted(attributes.stream().map(SdpLine::of).toList());
        // lines out of order keep their place: an attribute goes before a line only where all from it on belong later
        List<SdpLine> changed = new ArrayList<>(lines.size() + more.size());
        int next = more.size() - 1;
        for (int i = lines.size() - 1; i >= 0; i--) {
            Place place = place(lines.get(i));
            while (next >= 0 && place.compareTo(place(more.get(next))) <= 0) {
                changed.add(more.get(next--));
            }
            changed.add(lines.get(i));
        }
        while (next >= 0) {
            changed.add(more.get(next--));
        }
        return changed.reversed();
    }

    /** Returns the lines without the attributes of a name. */
    static List<SdpLine> without(List<SdpLine> lines, String name) {
        return lines.stream().filter(line -> !line.isAttribute(name)).toList();
    }

    private Place place(SdpLine line) {
        SdpAttribute attribute = line.attribute();
        if (attribute == null) {
            int rank = lineTypes.indexOf(line.type());
            return new Place(rank < 0 ? lineTypes.length() : rank, 0, 0, 0);
        }
        String name = attribute.name();
        int codecRank = CODEC_ATTRIBUTES.indexOf(name);
        int afterLines = lineTypes.length() + 1;
        if (codecRank < 0 || formatRanks.isEmpty()) {
            return new Place(afterLines, attributeRanks.getOrDefault(name, Integer.MAX_VALUE), 0, 0);
        }
        int attributeRank = attributeRanks.getOrDefault(CODEC_ATTRIBUTES.getFirst(), 0);
        return new Place(afterLines, attributeRank, formatRank(attribute.value()), codecRank);
    }

    private int formatRank(String value) {
        int end = value.indexOf(' ');
        return formatRanks.getOrDefault(end < 0 ? value : value.substring(0, end), Integer.MAX_VALUE);
    }

    /** The place of a line: by its type, its attribute, its format, then rtpmap before rtcp-fb before fmtp. */
    private record Place(int type, int attribute, int format, int codec) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::type)
                .thenComparingInt(Place::attribute)
                .thenComparingInt(Place::format)
                .thenComparingInt(Place::codec);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
