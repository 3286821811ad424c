package dev.plumb.packaging;

import dev.plumb.packaging.NativeLibrary.Format;
import dev.plumb.packaging.NativeLibrary.Machine;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A 64-bit ELF file.
 *
 * @spec https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html System V ABI, Object Files
 */
final class ElfFile {
    static final int MAGIC = 0x464c457f;

    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int TYPE_SHARED = 3;
    private static final int SECTION_DYNAMIC = 6;
    private static final int SECTION_DYNAMIC_SYMBOLS = 11;
    private static final int SECTION_VERSIONS_NEEDED = 0x6fff_fffe;
    private static final int TAG_NEEDED = 1;
    private static final int SYMBOL_BYTES = 24;
    private static final int DYNAMIC_BYTES = 16;
    private static final int GLOBAL = 1;
    private static final int WEAK = 2;
    private static final int DEFAULT_VISIBILITY = 0;
    private static final int PROTECTED_VISIBILITY = 3;

    private final Bytes bytes;
    private final Set<String> exports = new TreeSet<>();
    private final Set<String> imports = new TreeSet<>();
    private final Set<String> needed = new TreeSet<>();
    private final NavigableSet<String> versions = new TreeSet<>(NativeLibrary.BY_VERSION);

    ElfFile(Bytes bytes) {
        this.bytes = bytes;
    }

    NativeLibrary read() {
        if (bytes.int8(4) != CLASS_64 || bytes.int8(5) != LITTLE_ENDIAN || bytes.int16(16) != TYPE_SHARED) {
            throw new IllegalArgumentException("not a 64-bit little-endian shared library");
        }
        Machine machine = switch (bytes.int16(18)) {
            case 62 -> Machine.X86_64;
            case 183 -> Machine.ARM64;
            default -> throw new IllegalArgumentException("ELF machine " + bytes.int16(18));
        };
        for (int i = 0; i < bytes.int16(60); i++) {
            long section = section(i);
            switch (bytes.int32(section + 4)) {
                case SECTION_DYNAMIC_SYMBOLS -> readSymbols(section);
                case SECTION_DYNAMIC -> readDynamic(section);
                case SECTION_VERSIONS_NEEDED -> readVersions(section);
                default -> {}
            }
        }
        String demands = versions.isEmpty() ? "" : versions.last();
        return new NativeLibrary(Format.ELF, machine, exports, needed, Map.of("", imports), demands, false);
    }

    private long section(int number) {
        return bytes.int64(40) + (long) number * bytes.int16(58);
    }

    private long offset(long section) {
        return bytes.int64(section + 24);
    }

    private long end(long section) {
        return offset(section) + bytes.int64(section + 32);
    }

    /** Returns where the names are that a section refers to. */
    private long names(long section) {
        return offset(section(bytes.int32(section + 40)));
    }

    private void readSymbols(long section) {
        // the first symbol is none
        for (long at = offset(section) + SYMBOL_BYTES; at < end(section); at += SYMBOL_BYTES) {
            String name = bytes.name(names(section) + bytes.unsigned32(at));
            int binding = bytes.int8(at + 4) >>> 4;
            int visibility = bytes.int8(at + 5) & 3;
            boolean visible = visibility == DEFAULT_VISIBILITY || visibility == PROTECTED_VISIBILITY;
            if (bytes.int16(at + 6) == 0) {
                if (binding == GLOBAL) {
                    imports.add(name);
                }
            } else if (visible && (binding == GLOBAL || binding == WEAK)) {
                exports.add(name);
            }
        }
    }

    private void readDynamic(long section) {
        for (long at = offset(section); at < end(section); at += DYNAMIC_BYTES) {
            if (bytes.int64(at) == TAG_NEEDED) {
                needed.add(bytes.name(names(section) + bytes.int64(at + 8)));
            }
        }
    }

    private void readVersions(long section) {
        long library = offset(section);
        long next;
        do {
            long version = library + bytes.unsigned32(library + 8);
            for (int i = 0; i < bytes.int16(library + 2); i++) {
                String name = bytes.name(names(section) + bytes.unsigned32(version + 8));
                if (name.startsWith("GLIBC_2.")) {
                    versions.add(name);
                }
                version += bytes.unsigned32(version + 12);
            }
            next = bytes.unsigned32(library + 12);
            library += next;
        } while (next != 0);
    }
}
