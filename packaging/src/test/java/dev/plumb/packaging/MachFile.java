package dev.plumb.packaging;

import dev.plumb.packaging.NativeLibrary.Format;
import dev.plumb.packaging.NativeLibrary.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A 64-bit Mach-O file of one architecture; its fields are those of {@code mach-o/loader.h} and {@code nlist.h}. */
final class MachFile {
    static final int MAGIC = 0xfeedfacf;

    private static final int CPU_X86_64 = 0x0100_0007;
    private static final int CPU_ARM64 = 0x0100_000c;
    private static final int TYPE_DYLIB = 6;
    private static final int TYPE_BUNDLE = 8;
    private static final int HEADER_BYTES = 32;
    private static final int SYMBOLS = 0x2;
    private static final int LOAD_DYLIB = 0xc;
    private static final int LOAD_WEAK_DYLIB = 0x8000_0018;
    private static final int REEXPORT_DYLIB = 0x8000_001f;
    private static final int CODE_SIGNATURE = 0x1d;
    private static final int DYLD_INFO = 0x22;
    private static final int DYLD_INFO_ONLY = 0x8000_0022;
    private static final int LEAST_VERSION_MACOS = 0x24;
    private static final int BUILD_VERSION = 0x32;
    private static final int EXPORTS_TRIE = 0x8000_0033;
    private static final int SYMBOL_BYTES = 16;

    private final Bytes bytes;
    private final Set<String> exports = new TreeSet<>();
    private final List<String> libraries = new ArrayList<>();
    private final Map<String, Set<String>> imports = new TreeMap<>();
    private String demands = "";
    private boolean signed;

    MachFile(Bytes bytes) {
        this.bytes = bytes;
    }

    NativeLibrary read() {
        if (bytes.int32(12) != TYPE_DYLIB && bytes.int32(12) != TYPE_BUNDLE) {
            throw new IllegalArgumentException("neither a dynamic library nor a bundle");
        }
        Machine machine = switch (bytes.int32(4)) {
            case CPU_X86_64 -> Machine.X86_64;
            case CPU_ARM64 -> Machine.ARM64;
            default -> throw new IllegalArgumentException("Mach-O processor " + bytes.int32(4));
        };
        long at = HEADER_BYTES;
        long symbols = 0;
        for (int i = 0; i < bytes.int32(16); i++) {
            int command = bytes.int32(at);
            switch (command) {
                case SYMBOLS -> symbols = at;
                case LOAD_DYLIB, LOAD_WEAK_DYLIB, REEXPORT_DYLIB -> libraries.add(fileName(at));
                case CODE_SIGNATURE -> signed = true;
                case DYLD_INFO, DYLD_INFO_ONLY -> readTrie(bytes.unsigned32(at + 40), bytes.unsigned32(at + 44));
                case EXPORTS_TRIE -> readTrie(bytes.unsigned32(at + 8), bytes.unsigned32(at + 12));
                case BUILD_VERSION -> demands = "macOS " + version(bytes.int32(at + 12));
                case LEAST_VERSION_MACOS -> demands = "macOS " + version(bytes.int32(at + 8));
                default -> {}
            }
            at += bytes.unsigned32(at + 4);
        }
        readImports(symbols);
        return new NativeLibrary(Format.MACH_O, machine, exports, new TreeSet<>(libraries), imports, demands, signed);
    }

    private String fileName(long command) {
        String path = bytes.name(command + bytes.unsigned32(command + 8));
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String version(int packed) {
        return (packed >>> 16) + "." + (packed >>> 8 & 0xff);
    }

    /** Two-level namespaces: an undefined symbol says by an ordinal which library has it. */
    private void readImports(long command) {
        long names = bytes.unsigned32(command + 16);
        long at = bytes.unsigned32(command + 8);
        for (int i = 0; i < bytes.int32(command + 12); i++, at += SYMBOL_BYTES) {
            int type = bytes.int8(at + 4);
            int description = bytes.int16(at + 6);
            boolean debugging = (type & 0xe0) != 0;
            boolean external = (type & 1) != 0;
            boolean undefined = (type & 0xe) == 0;
            boolean weak = (description & 0x40) != 0;
            int ordinal = description >>> 8;
            if (!debugging && external && undefined && !weak && ordinal >= 1 && ordinal <= libraries.size()) {
                imports.computeIfAbsent(libraries.get(ordinal - 1), l -> new TreeSet<>())
                        .add(plain(bytes.name(names + bytes.unsigned32(at))));
            }
        }
    }

    private static String plain(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private void readTrie(long start, long size) {
        if (size > 0) {
            readNode(start, start, "");
        }
    }

    private void readNode(long trie, long node, String prefix) {
        long[] at = {node};
        long terminal = uleb128(at);
        if (terminal > 0) {
            exports.add(plain(prefix));
        }
        at[0] += terminal;
        int children = bytes.int8(at[0]++);
        for (int i = 0; i < children; i++) {
            String edge = bytes.name(at[0]);
            at[0] += edge.length() + 1;
            readNode(trie, trie + uleb128(at), prefix + edge);
        }
    }

    private long uleb128(long[] at) {
        long value = 0;
        int shift = 0;
        int one;
        do {
            one = bytes.int8(at[0]++);
            value |= (long) (one & 0x7f) << shift;
            shift += 7;
        } while ((one & 0x80) != 0);
        return value;
    }
}
