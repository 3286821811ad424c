package dev.plumb.rtp.packet;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The negotiated identifiers of the known header extensions; 0 for those that were not negotiated. Immutable. */
@SuppressWarnings("EnumOrdinal") // an array of ints, indexed on every packet
public final class HeaderExtensionIds {
    /** None negotiated. */
    public static final HeaderExtensionIds NONE = new HeaderExtensionIds(new int[HeaderExtension.values().length]);

    private final int[] ids;

    private HeaderExtensionIds(int[] ids) {
        this.ids = ids;
    }

    /**
     * Returns the identifiers by URI. Unknown URIs are left out.
     *
     * @throws IllegalArgumentException where an identifier is outside 1 to 255 (15 excluded) or given twice
     */
    public static HeaderExtensionIds of(Map<String, Integer> idsByUri) {
        Map<HeaderExtension, Integer> known = new EnumMap<>(HeaderExtension.class);
        idsByUri.forEach((uri, id) -> HeaderExtension.of(uri).ifPresent(e -> known.put(e, id)));
        return ofKnown(known);
    }

    /** Returns the identifiers by extension, with the same checks as {@link #of}. */
    public static HeaderExtensionIds ofKnown(Map<HeaderExtension, Integer> known) {
        int[] ids = new int[HeaderExtension.values().length];
        Set<Integer> seen = new HashSet<>();
        known.forEach((extension, id) -> {
            if (id < 1 || id > 255 || id == 15) {
                throw new IllegalArgumentException("a header extension's id is 1 to 14 or 16 to 255, not " + id);
            }
            if (!seen.add(id)) {
                throw new IllegalArgumentException("header extension id " + id + " is given twice");
            }
            ids[extension.ordinal()] = id;
        });
        return new HeaderExtensionIds(ids);
    }

    /** Returns the identifier of an extension, or 0 if it is not negotiated. */
    public int id(HeaderExtension extension) {
        return ids[extension.ordinal()];
    }

    /** Returns whether an extension is negotiated. */
    public boolean has(HeaderExtension extension) {
        return ids[extension.ordinal()] != 0;
    }

    /** Returns these identifiers, with those of {@code other} where one is missing. */
    public HeaderExtensionIds orElse(HeaderExtensionIds other) {
        int[] merged = ids.clone();
        for (int i = 0; i < merged.length; i++) {
            merged[i] = merged[i] == 0 ? other.ids[i] : merged[i];
        }
        return new HeaderExtensionIds(merged);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeaderExtensionIds those && Arrays.equals(ids, those.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("HeaderExtensionIds[");
        for (HeaderExtension e : HeaderExtension.values()) {
            if (has(e)) {
                text.append(e).append('=').append(id(e)).append(' ');
            }
        }
        return text.toString().strip() + "]";
    }
}
