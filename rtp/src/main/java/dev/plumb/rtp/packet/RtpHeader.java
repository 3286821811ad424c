package dev.plumb.rtp.packet;

import dev.plumb.base.bytes.BigEndian;
import dev.plumb.base.bytes.Packet;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A view over the RTP header of a {@link Packet}; one object serves many packets.
 *
 * <pre>{@code
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      defined by profile       |           length              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        header extension                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * }</pre>
 *
 * Not thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-5.1 RFC 3550 5.1, RTP Fixed Header Fields
 * @spec https://www.rfc-editor.org/rfc/rfc8285#section-4 RFC 8285 4, header extensions
 */
public final class RtpHeader {
    /** Bytes of a header without contributing sources and extensions. */
    public static final int FIXED_BYTES = 12;

    /** The profile that marks the one-byte form of extensions. */
    static final int ONE_BYTE_PROFILE = 0xbede;

    /** The profile that marks the two-byte form, without its last four bits. */
    static final int TWO_BYTE_PROFILE = 0x1000;

    private static final Packet NONE = Packet.copyOf(new byte[FIXED_BYTES]);

    private Packet packet = NONE;
    private int headerBytes = FIXED_BYTES;
    private int paddingBytes;
    private int extensionsFrom;
    private int extensionsTo;
    private int profile;
    private int foundBytes;

    /** Creates a view over no packet yet. */
    public RtpHeader() {}

    /**
     * Returns whether a packet of version 2 is RTCP rather than RTP: its second byte is one of RTCP's packet types.
     *
     * @spec https://www.rfc-editor.org/rfc/rfc5761#section-4 RFC 5761 4, Distinguishable RTP and RTCP Packets
     */
    public static boolean isRtcp(Packet packet) {
        if (packet.length() < 2) {
            return false;
        }
        int type = packet.u8(1) & 0x7f;
        return type >= 64 && type <= 95;
    }

    /**
     * Returns the length of the header, contributing sources and extensions included, or -1 if it is no RTP header or
     * cut short.
     */
    public static int bytesOf(Packet packet) {
        int length = packet.length();
        if (length < FIXED_BYTES || packet.u8(0) >>> 6 != 2) {
            return -1;
        }
        int bytes = FIXED_BYTES + 4 * (packet.u8(0) & 0x0f);
        if ((packet.u8(0) & 0x10) != 0) {
            if (length < bytes + 4) {
                return -1;
            }
            bytes += 4 + 4 * packet.u16(bytes + 2);
        }
        return bytes <= length ? bytes : -1;
    }

    /** Views {@code p} from now on. Returns false if it is no complete RTP packet; the view must not be used then. */
    public boolean parse(Packet p) {
        int bytes = bytesOf(p);
        if (bytes < 0) {
            return false;
        }
        int padding = 0;
        if ((p.u8(0) & 0x20) != 0) {
            padding = bytes < p.length() ? p.u8(p.length() - 1) : 0;
            if (padding == 0 || bytes + padding > p.length()) {
                return false;
            }
        }
        packet = p;
        headerBytes = bytes;
        paddingBytes = padding;
        parseExtensions(p);
        return true;
    }

    private void parseExtensions(Packet p) {
        boolean extended = (p.u8(0) & 0x10) != 0;
        int at = FIXED_BYTES + 4 * csrcCount();
        profile = extended ? p.u16(at) : 0;
        extensionsFrom = extended ? at + 4 : headerBytes;
        extensionsTo = headerBytes;
    }

    /** Forgets the packet. */
    public void clear() {
        packet = NONE;
        headerBytes = FIXED_BYTES;
        paddingBytes = 0;
        parseExtensions(NONE);
    }

    /** Returns the marker bit. */
    public boolean marker() {
        return (packet.u8(1) & 0x80) != 0;
    }

    /** Sets the marker bit. */
    public void marker(boolean set) {
        packet.put8(1, set ? packet.u8(1) | 0x80 : packet.u8(1) & 0x7f);
    }

    /** Returns the payload type, 0 to 127. */
    public int payloadType() {
        return packet.u8(1) & 0x7f;
    }

    /** Sets the payload type. */
    public void payloadType(int type) {
        packet.put8(1, (packet.u8(1) & 0x80) | (type & 0x7f));
    }

    /** Returns the sequence number, 16 bits. */
    public int sequence() {
        return packet.u16(2);
    }

    /** Sets the sequence number. */
    public void sequence(int sequence) {
        packet.put16(2, sequence);
    }

    /** Returns the timestamp, unsigned 32 bits. */
    public long timestamp() {
        return packet.u32(4);
    }

    /** Returns the synchronization source, unsigned 32 bits. */
    public long ssrc() {
        return packet.u32(8);
    }

    /** Sets the synchronization source. */
    public void ssrc(long ssrc) {
        packet.put32(8, ssrc);
    }

    /** Returns the number of contributing sources. */
    public int csrcCount() {
        return packet.u8(0) & 0x0f;
    }

    /** Returns a contributing source. */
    public long csrc(int index) {
        return packet.u32(FIXED_BYTES + 4 * index);
    }

    /** Returns the length of the header, contributing sources and extensions included. The payload begins there. */
    public int headerBytes() {
        return headerBytes;
    }

    /** Returns the number of bytes of padding at the end. */
    public int paddingBytes() {
        return paddingBytes;
    }

    /** Returns the number of bytes of payload, without padding. */
    public int payloadBytes() {
        return packet.length() - headerBytes - paddingBytes;
    }

    /** Returns a copy of the payload without padding. */
    public byte[] payload() {
        byte[] copy = new byte[payloadBytes()];
        System.arraycopy(packet.array(), packet.offset() + headerBytes, copy, 0, copy.length);
        return copy;
    }

    /**
     * Finds an extension element.
     *
     * @param id the local identifier, 1 to 255; 0 finds nothing
     * @return the index of its data in the packet's window, or -1; {@link #foundBytes()} tells its length
     */
    public int find(int id) {
        foundBytes = 0;
        if (id <= 0 || extensionsFrom >= extensionsTo) {
            return -1;
        }
        if (profile == ONE_BYTE_PROFILE) {
            return findOneByte(id);
        }
        return (profile & 0xfff0) == TWO_BYTE_PROFILE ? findTwoByte(id) : -1;
    }

    private int findOneByte(int id) {
        int at = extensionsFrom;
        while (at < extensionsTo) {
            int b = packet.u8(at);
            if (b == 0) {
                at++;
                continue;
            }
            int bytes = (b & 0x0f) + 1;
            // identifier 15 is reserved: what follows it is not to be read
            if (b >>> 4 == 15 || at + 1 + bytes > extensionsTo) {
                return -1;
            }
            if (b >>> 4 == id) {
                foundBytes = bytes;
                return at + 1;
            }
            at += 1 + bytes;
        }
        return -1;
    }

    private int findTwoByte(int id) {
        int at = extensionsFrom;
        while (at < extensionsTo) {
            int found = packet.u8(at);
            if (found == 0) {
                at++;
                continue;
            }
            if (at + 2 > extensionsTo) {
                return -1;
            }
            int bytes = packet.u8(at + 1);
            if (at + 2 + bytes > extensionsTo) {
                return -1;
            }
            if (found == id) {
                foundBytes = bytes;
                return at + 2;
            }
            at += 2 + bytes;
        }
        return -1;
    }

    /** Returns the length of the element that {@link #find} found last. */
    public int foundBytes() {
        return foundBytes;
    }

    /** Returns the byte at an index that {@link #find} returned, unsigned. */
    public int at(int index) {
        return packet.u8(index);
    }

    /** Returns an extension's text (MID, RID), or null if it is absent or empty. */
    public @Nullable String text(int id) {
        int at = find(id);
        if (at < 0 || foundBytes == 0) {
            return null;
        }
        return new String(packet.array(), packet.offset() + at, foundBytes, StandardCharsets.UTF_8);
    }

    /** Returns an extension's first 8 bits, unsigned, or -1 if it is absent or empty. */
    public int unsigned8(int id) {
        int at = find(id);
        return at < 0 || foundBytes < 1 ? -1 : packet.u8(at);
    }

    /** Returns an extension's unsigned 16 bits, or -1 if it is absent or shorter. */
    public int unsigned16(int id) {
        int at = find(id);
        return at < 0 || foundBytes < 2 ? -1 : packet.u16(at);
    }

    /** Overwrites an extension's data with the low 16 bits; nothing where it is absent. */
    public void put16(int id, int value) {
        int at = find(id);
        if (at >= 0 && foundBytes >= 2) {
            packet.put16(at, value);
        }
    }

    /** Overwrites an extension's data with the low 24 bits; nothing where it is absent. */
    public void put24(int id, int value) {
        int at = find(id);
        if (at >= 0 && foundBytes >= 3) {
            BigEndian.put24(packet.array(), packet.offset() + at, value);
        }
    }

    @Override
    public String toString() {
        return "RTP[ssrc=" + Long.toHexString(ssrc()) + " pt=" + payloadType() + " seq=" + sequence() + " ts="
                + timestamp() + (marker() ? " M" : "") + " payload=" + payloadBytes() + "]";
    }
}
