package dev.plumb.packaging;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * A native library as its file describes it.
 *
 * @param exports the names that others can bind; without the underscore that Mach-O puts in front of C's names
 * @param needed the names of the libraries that are loaded with it
 * @param imports the names that must be found, by the library that must have them; under an empty name where the format
 *     leaves open which one has them
 * @param demands what the system must have: the C library's version, the least version of the system
 * @param signed whether there is a code signature, which macOS demands on Apple's processors
 */
record NativeLibrary(
        Format format,
        Machine machine,
        Set<String> exports,
        Set<String> needed,
        Map<String, Set<String>> imports,
        String demands,
        boolean signed) {
    /** Orders demands by the numbers in them. */
    static final Comparator<String> BY_VERSION = Comparator.comparing(
            (String demand) -> Arrays.stream(demand.replaceAll("[^0-9.]", "").split("\\.", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray(),
            Arrays::compare);

    enum Format {
        ELF,
        MACH_O,
        PE32_PLUS
    }

    enum Machine {
        X86_64,
        ARM64
    }

    /** Reads a file of any of the formats. */
    static NativeLibrary read(byte[] file) {
        Bytes bytes = new Bytes(file);
        return switch (bytes.int32(0)) {
            case ElfFile.MAGIC -> new ElfFile(bytes).read();
            case MachFile.MAGIC -> new MachFile(bytes).read();
            default -> new PeFile(bytes).read();
        };
    }
}
