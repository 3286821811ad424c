package dev.plumb.dtls.message;

import dev.plumb.dtls.suite.DtlsVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a hello by type, in their order.
 *
 * <pre>
 * +-----------------+  once, for all
 * |  length (16)    |
 * +-----------------+-----------------+----------+
 * |    type (16)    |   length (16)   |  data... |  each
 * +-----------------+-----------------+----------+
 * </pre>
 *
 * @param data each extension's content
 * @spec https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4 RFC 5246 7.4.1.4, Hello Extensions
 */
public record Extensions(Map<Integer, byte[]> data) {
    private static final byte[] UNCOMPRESSED_ONLY = {1, 0};
    private static final byte[] NO_RENEGOTIATION_YET = {0};
    private static final byte[] EMPTY = {};

    public Extensions() {
        this(new LinkedHashMap<>());
    }

    /**
     * Parses the rest of a hello: extensions, or nothing at all. Returns null if it is malformed or has an extension
     * twice.
     */
    public static @Nullable Extensions parse(WireReader hello) {
        if (!hello.more()) {
            return new Extensions();
        }
        return parseBlock(hello);
    }

    /** Extensions behind their length, which must be there. Null as for {@link #parse}. */
    public static @Nullable Extensions parseBlock(WireReader from) {
        Extensions all = new Extensions();
        WireReader in = new WireReader(from.vector16());
        while (in.more()) {
            int type = in.u16();
            if (all.data.put(type, in.vector16()) != null) {
                return null;
            }
        }
        return in.failed() ? null : all;
    }

    /** Writes a hello's: nothing at all where there are none. */
    public void write(WireWriter out) {
        if (!data.isEmpty()) {
            writeBlock(out);
        }
    }

    /** Writes them behind their length. */
    public void writeBlock(WireWriter out) {
        WireWriter inner = new WireWriter();
        data.forEach((type, content) -> inner.u16(type).vector16(content));
        out.vector16(inner.toByteArray());
    }

    public boolean has(int type) {
        return data.containsKey(type);
    }

    public Extensions with(int type, byte[] content) {
        data.put(type, content);
        return this;
    }

    public Extensions withExtendedMasterSecret() {
        return with(ExtensionType.EXTENDED_MASTER_SECRET, EMPTY);
    }

    public Extensions withEmptyRenegotiationInfo() {
        return with(ExtensionType.RENEGOTIATION_INFO, NO_RENEGOTIATION_YET);
    }

    public Extensions withUncompressedPoints() {
        return with(ExtensionType.EC_POINT_FORMATS, UNCOMPRESSED_ONLY);
    }

    public Extensions withSrtp(UseSrtp useSrtp) {
        return with(ExtensionType.USE_SRTP, useSrtp.toBytes());
    }

    /** Adds a list of 16-bit values behind a 16-bit length: groups, signature algorithms. */
    public Extensions withList16(int type, List<Integer> values) {
        WireWriter inner = new WireWriter();
        values.forEach(inner::u16);
        return with(type, new WireWriter().vector16(inner.toByteArray()).toByteArray());
    }

    /** Returns a list of 16-bit values behind a 16-bit length, or an empty one if it is absent or malformed. */
    public List<Integer> list16(int type) {
        WireReader in = new WireReader(get(type));
        byte[] list = in.vector16();
        return in.complete() ? values(list) : List.of();
    }

    /**
     * Returns the versions of RFC 8446's extension, behind an 8-bit length, or an empty list as {@link #list16} does.
     */
    public List<Integer> supportedVersions() {
        WireReader in = new WireReader(get(ExtensionType.SUPPORTED_VERSIONS));
        byte[] list = in.vector8();
        return in.complete() ? values(list) : List.of();
    }

    public Extensions withSupportedVersions(List<DtlsVersion> versions) {
        WireWriter inner = new WireWriter();
        versions.forEach(version -> inner.u16(version.id()));
        return with(
                ExtensionType.SUPPORTED_VERSIONS,
                new WireWriter().vector8(inner.toByteArray()).toByteArray());
    }

    public Extensions withSelectedVersion(DtlsVersion version) {
        return with(
                ExtensionType.SUPPORTED_VERSIONS,
                new WireWriter().u16(version.id()).toByteArray());
    }

    public Extensions withCookie(byte[] cookie) {
        return with(ExtensionType.COOKIE, new WireWriter().vector16(cookie).toByteArray());
    }

    /** Returns the cookie, or an empty one if it is absent or malformed. */
    public byte[] cookie() {
        WireReader in = new WireReader(get(ExtensionType.COOKIE));
        byte[] cookie = in.vector16();
        return in.complete() ? cookie : EMPTY;
    }

    /**
     * Returns the one 16-bit value of an extension of a ServerHello or HelloRetryRequest, or 0 if it is malformed or
     * absent.
     */
    public int u16(int type) {
        WireReader in = new WireReader(get(type));
        int value = in.u16();
        return in.complete() ? value : 0;
    }

    /** Returns an extension's content, or an empty one if it is absent. */
    public byte[] get(int type) {
        return data.getOrDefault(type, EMPTY);
    }

    /** Returns the SRTP profiles, or empty if they are absent or malformed. */
    public Optional<UseSrtp> useSrtp() {
        return Optional.ofNullable(data.get(ExtensionType.USE_SRTP)).flatMap(UseSrtp::parse);
    }

    /** Returns whether renegotiation_info, if it is present, belongs to a first handshake. */
    public boolean isFirstNegotiation() {
        byte[] info = data.get(ExtensionType.RENEGOTIATION_INFO);
        return info == null || (info.length == 1 && info[0] == 0);
    }

    /**
     * Returns whether the uncompressed form of points, which every version needs, is among those listed, if any are.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc8422#section-5.1.2 RFC 8422 5.1.2, Supported Point Formats Extension
     */
    public boolean takesUncompressedPoints() {
        if (!has(ExtensionType.EC_POINT_FORMATS)) {
            return true;
        }
        WireReader in = new WireReader(get(ExtensionType.EC_POINT_FORMATS));
        byte[] formats = in.vector8();
        boolean found = false;
        for (byte format : formats) {
            found |= format == 0;
        }
        return found && in.complete();
    }

    private static List<Integer> values(byte[] list) {
        return new WireReader(list).list16();
    }
}
