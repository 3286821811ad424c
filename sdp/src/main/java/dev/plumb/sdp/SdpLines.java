package dev.plumb.sdp;

import dev.plumb.sdp.attribute.Attribute;
import dev.plumb.sdp.attribute.GroupAttribute;
import dev.plumb.sdp.attribute.SdpAttribute;
import dev.plumb.sdp.attribute.SdpAttributeType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.RandomAccess;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list of a section's lines with an index by line type, attribute name and typed view. Each index is
 * computed once, so a lookup costs the same however many lines a peer wrote. Safe on any thread.
 */
final class SdpLines extends AbstractList<SdpLine> implements RandomAccess {
    private final SdpLine[] lines;
    private final Map<Character, List<SdpLine>> byType = new HashMap<>();
    private final List<SdpAttribute> attributes;
    private final Map<String, List<SdpAttribute>> byName = new HashMap<>();
    private final Map<SdpAttributeType<?>, List<?>> parsed = new ConcurrentHashMap<>();
    private final Map<SdpAttributeType<?>, Map<String, ?>> keyed = new ConcurrentHashMap<>();
    private volatile @Nullable SequencedSet<String> bundle;

    private SdpLines(Collection<SdpLine> lines) {
        this.lines = lines.toArray(SdpLine[]::new);
        List<SdpAttribute> found = new ArrayList<>();
        for (SdpLine line : this.lines) {
            byType.computeIfAbsent(line.type(), type -> new ArrayList<>()).add(line);
            SdpAttribute attribute = line.attribute();
            if (attribute != null) {
                found.add(attribute);
                byName.computeIfAbsent(key(attribute.name()), name -> new ArrayList<>())
                        .add(attribute);
            }
        }
        this.attributes = List.copyOf(found);
    }

    /** Returns the lines with their index, which is built where the collection has none. */
    static SdpLines of(Collection<SdpLine> lines) {
        return lines instanceof SdpLines indexed ? indexed : new SdpLines(lines);
    }

    /** Returns the index of a list; the list of a description has one already. */
    static SdpLines index(List<SdpLine> lines) {
        return of(lines);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public SdpLine get(int index) {
        return lines[index];
    }

    @Override
    public int size() {
        return lines.length;
    }

    List<SdpLine> ofType(char type) {
        return List.copyOf(byType.getOrDefault(type, List.of()));
    }

    @Nullable
    SdpLine firstOfType(char type) {
        List<SdpLine> all = byType.get(type);
        return all == null ? null : all.getFirst();
    }

    List<SdpAttribute> attributes() {
        return attributes;
    }

    List<SdpAttribute> named(String name) {
        return List.copyOf(byName.getOrDefault(key(name), List.of()));
    }

    @Nullable
    SdpAttribute firstNamed(String name) {
        List<SdpAttribute> all = byName.get(key(name));
        return all == null ? null : all.getFirst();
    }

    /** Returns the well-formed attributes of a type, in order. */
    @SuppressWarnings("unchecked")
    <T extends Attribute> List<T> all(SdpAttributeType<T> type) {
        return (List<T>) parsed.computeIfAbsent(type, this::parse);
    }

    private <T extends Attribute> List<T> parse(SdpAttributeType<T> type) {
        List<T> found = new ArrayList<>();
        for (SdpAttribute attribute : byName.getOrDefault(key(type.name()), List.of())) {
            T one = type.parse(attribute);
            if (one != null) {
                found.add(one);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Returns the well-formed attributes of a type that have a key, in order.
     *
     * @param key computes the key of an attribute; must be the same function for all calls with one type
     * @param wanted the key to look for
     */
    @SuppressWarnings("unchecked")
    <T extends Attribute> List<T> allByKey(SdpAttributeType<T> type, Function<T, String> key, String wanted) {
        Map<String, List<T>> index = (Map<String, List<T>>) keyed.computeIfAbsent(type, t -> {
            Map<String, List<T>> made = new HashMap<>();
            for (T one : all(type)) {
                made.computeIfAbsent(key.apply(one), k -> new ArrayList<>()).add(one);
            }
            return made;
        });
        return index.getOrDefault(wanted, List.of());
    }

    /** Returns the names of the first bundle group in order, without duplicates; empty where there is none. */
    SequencedSet<String> bundle() {
        SequencedSet<String> present = bundle;
        if (present == null) {
            present = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(all(GroupAttribute.TYPE).stream()
                    .filter(GroupAttribute::isBundle)
                    .findFirst()
                    .map(GroupAttribute::mids)
                    .orElse(List.of())));
            bundle = present;
        }
        return present;
    }
}
