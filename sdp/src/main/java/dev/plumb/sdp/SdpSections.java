package dev.plumb.sdp;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** An immutable list of media sections with an index by {@code a=mid}. Safe on any thread. */
final class SdpSections extends AbstractList<MediaDescription> implements RandomAccess {
    private final List<MediaDescription> sections;
    private final Map<String, Integer> indexByMid = new HashMap<>();

    private SdpSections(List<MediaDescription> sections) {
        this.sections = List.copyOf(sections);
        for (int i = 0; i < sections.size(); i++) {
            indexByMid.putIfAbsent(sections.get(i).mid(), i);
        }
    }

    static SdpSections of(List<MediaDescription> sections) {
        return sections instanceof SdpSections indexed ? indexed : new SdpSections(sections);
    }

    /** Returns the index of the first section by name. Sections without a name are under the empty string. */
    Map<String, Integer> indexByMid() {
        return indexByMid;
    }

    @Override
    public MediaDescription get(int index) {
        return sections.get(index);
    }

    @Override
    public int size() {
        return sections.size();
    }
}
