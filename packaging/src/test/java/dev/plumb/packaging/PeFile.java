package dev.plumb.packaging;

import dev.plumb.packaging.NativeLibrary.Format;
import dev.plumb.packaging.NativeLibrary.Machine;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A PE32+ file.
 *
 * @spec https://learn.microsoft.com/en-us/windows/win32/debug/pe-format PE Format
 */
final class PeFile {
    private static final int DOS_MAGIC = 0x5a4d;
    private static final int PE_MAGIC = 0x4550;
    private static final int PE32_PLUS = 0x20b;
    private static final int IS_DLL = 0x2000;
    private static final int SECTION_BYTES = 40;
    private static final int IMPORT_BYTES = 20;

    private final Bytes bytes;
    private final long header;
    private final long optional;

    PeFile(Bytes bytes) {
        this.bytes = bytes;
        this.header = bytes.unsigned32(0x3c);
        this.optional = header + 24;
    }

    NativeLibrary read() {
        if (bytes.int16(0) != DOS_MAGIC
                || bytes.int32(header) != PE_MAGIC
                || bytes.int16(optional) != PE32_PLUS
                || (bytes.int16(header + 22) & IS_DLL) == 0) {
            throw new IllegalArgumentException("not a PE32+ library");
        }
        Machine machine = switch (bytes.int16(header + 4)) {
            case 0x8664 -> Machine.X86_64;
            case 0xaa64 -> Machine.ARM64;
            default -> throw new IllegalArgumentException("PE machine " + bytes.int16(header + 4));
        };
        Map<String, Set<String>> imports = imports();
        String demands = "Windows " + bytes.int16(optional + 48) + "." + bytes.int16(optional + 50);
        return new NativeLibrary(Format.PE32_PLUS, machine, exports(), imports.keySet(), imports, demands, false);
    }

    /** Returns where in the file an address is that is relative to the image. */
    private long offset(long address) {
        long section = optional + bytes.int16(header + 20);
        for (int i = 0; i < bytes.int16(header + 6); i++, section += SECTION_BYTES) {
            long start = bytes.unsigned32(section + 12);
            long size = Math.max(bytes.unsigned32(section + 8), bytes.unsigned32(section + 16));
            if (address >= start && address < start + size) {
                return address - start + bytes.unsigned32(section + 20);
            }
        }
        throw new IllegalArgumentException("no section holds the address " + address);
    }

    private long directory(int number) {
        return bytes.unsigned32(optional + 112 + 8L * number);
    }

    private Set<String> exports() {
        Set<String> exports = new TreeSet<>();
        if (directory(0) != 0) {
            long table = offset(directory(0));
            long names = offset(bytes.unsigned32(table + 32));
            for (int i = 0; i < bytes.int32(table + 24); i++) {
                exports.add(bytes.name(offset(bytes.unsigned32(names + 4L * i))));
            }
        }
        return exports;
    }

    private Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new TreeMap<>();
        if (directory(1) == 0) {
            return imports;
        }
        for (long at = offset(directory(1)); bytes.int32(at + 12) != 0; at += IMPORT_BYTES) {
            String library = bytes.name(offset(bytes.unsigned32(at + 12))).toLowerCase(Locale.ROOT);
            Set<String> names = imports.computeIfAbsent(library, l -> new TreeSet<>());
            long lookup = bytes.unsigned32(at) != 0 ? bytes.unsigned32(at) : bytes.unsigned32(at + 16);
            for (long entry = offset(lookup); bytes.int64(entry) != 0; entry += 8) {
                // a set sign bit imports by number
                if (bytes.int64(entry) > 0) {
                    names.add(bytes.name(offset(bytes.int64(entry)) + 2));
                }
            }
        }
        return imports;
    }
}
