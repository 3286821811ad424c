package dev.plumb.sctp.packet;

import java.util.Set;
import java.util.TreeSet;

/**
 * The chunk types, beyond those that everyone knows, that its sender knows.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |        Type = 0x8008          |            Length             |
 * +---------------+---------------+-------------------------------+
 * | Chunk Type 1  | Chunk Type 2  |              ...              |
 * +---------------+---------------+-------------------------------+
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5061#section-4.2.7 RFC 5061 4.2.7, Supported Extensions Parameter
 */
public record SupportedExtensionsParameter(Set<Integer> chunkTypes) implements SctpParameter {
    public static final int TYPE = 0x8008;

    public static SupportedExtensionsParameter parse(byte[] value) {
        Set<Integer> types = new TreeSet<>();
        for (byte b : value) {
            types.add(b & 0xff);
        }
        return new SupportedExtensionsParameter(types);
    }

    @Override
    public Tlv toTlv() {
        byte[] value = new byte[chunkTypes.size()];
        int i = 0;
        for (int type : chunkTypes) {
            value[i++] = (byte) type;
        }
        return new Tlv(TYPE, value);
    }
}
