package dev.plumb.media.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The codecs that are really there: those of all providers found. Immutable. */
public final class Codecs {
    private final List<Entry> entries;

    private Codecs(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    private record Entry(CodecFormat format, CodecProvider provider) {}

    /** Returns the codecs of the providers that {@link ServiceLoader} finds. */
    public static Codecs load() {
        return of(ServiceLoader.load(CodecProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Returns the codecs of given providers, in this order. */
    public static Codecs of(List<? extends CodecProvider> providers) {
        List<Entry> entries = new ArrayList<>();
        for (CodecProvider provider : providers) {
            provider.formats().forEach(f -> entries.add(new Entry(f, provider)));
        }
        return new Codecs(entries);
    }

    /** Returns all formats of a kind, the preferred one first. */
    public List<CodecFormat> formats(MediaKind kind) {
        return entries.stream().map(Entry::format).filter(f -> f.kind() == kind).toList();
    }

    /** Returns the provider of a format with the same kind, name, clock rate and channels. */
    public Optional<CodecProvider> providerOf(CodecFormat format) {
        return entries.stream()
                .filter(e -> e.format.kind() == format.kind()
                        && e.format.is(format.name())
                        && e.format.clockRateHz() == format.clockRateHz()
                        && e.format.channels() == format.channels())
                .map(Entry::provider)
                .findFirst();
    }
}
