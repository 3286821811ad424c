package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.packet.RtpHeader;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sender that protects this side's packets in place and decides which packet index an SSRC may use next. With one
 * master key, no index of an SSRC is used twice. Used indices are never forgotten, not even after a stream has ended.
 * Only a new sender with other keys starts anew. Not thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3 RFC 3711 3.3, SRTP Packet Processing
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.4 RFC 3711 3.4, Secure RTCP
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-9.1 RFC 3711 9.1, SSRC collision and two-time pad
 */
public final class SrtpSender {
    /** The most SSRCs that one master key serves. Further SSRCs are refused until the keys change. */
    public static final int SSRCS_AT_MOST = 1 << 16;

    /** The most SSRCs that are remembered packet by packet. For the others only the highest index is known. */
    static final int WINDOWS_AT_MOST = 4096;

    /**
     * The farthest that a stream may skip ahead of its last sequence number while the peer still guesses its rollover
     * counter.
     */
    private static final int LEAP_AT_MOST = 0x7000;

    private static final long LAST_INDEX = 0xffff_ffff_ffffL;
    private static final long LAST_RTCP_INDEX = 0x7fff_ffffL;

    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final Map<Long, Source> sources = new HashMap<>();
    private final ArrayDeque<Source> windowed = new ArrayDeque<>();
    private long rtcpIndex;

    // one stream's packets mostly follow each other: saves a look-up and its boxed key
    private long lastSsrc = -1;
    private Source last = new Source();

    /** Creates a sender with a master key and salt of the profile's lengths. */
    public SrtpSender(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(
                PacketCipher.of(profile, masterKey, masterSalt, false),
                PacketCipher.of(profile, masterKey, masterSalt, true));
    }

    SrtpSender(PacketCipher rtp, PacketCipher rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    /**
     * The indices that one SSRC has used. Without a window, all indices from the first to the highest count as used.
     */
    private static final class Source {
        private final IndexEstimate index = new IndexEstimate();
        private long first = -1;
        private @Nullable ReplayWindow window;

        boolean mayUse(long used) {
            long highest = index.highest();
            ReplayWindow bits = window;
            return used > highest || (bits == null ? used < first : bits.mayAccept(used));
        }

        /** Starts remembering single packets. All indices up to the highest were used. */
        ReplayWindow remember() {
            ReplayWindow bits = new ReplayWindow();
            for (long i = Math.max(first, index.highest() - ReplayWindow.WIDTH + 1); i <= index.highest(); i++) {
                bits.accept(i);
            }
            window = bits;
            return bits;
        }

        /** Stops remembering single packets. All indices up to the highest count as used from now on. */
        void forget() {
            window = null;
            first = 0;
        }
    }

    /**
     * Makes room for SSRCs, so that their packets are never refused for lack of it.
     *
     * @throws SrtpSendException if too many SSRCs have been used with these keys; nothing has changed then
     */
    public void reserve(long... ssrcs) {
        int wanted = 0;
        for (long ssrc : ssrcs) {
            wanted += sources.containsKey(ssrc) ? 0 : 1;
        }
        requireRoom(wanted);
        for (long ssrc : ssrcs) {
            sources.computeIfAbsent(ssrc, s -> new Source());
        }
    }

    private void requireRoom(int wanted) {
        if (sources.size() + wanted > SSRCS_AT_MOST) {
            throw new SrtpSendException(SSRCS_AT_MOST
                    + " SSRCs have been used with these keys: use one of them again, or make a new DTLS transport");
        }
    }

    private @Nullable Source find(long ssrc) {
        return ssrc == lastSsrc ? last : sources.get(ssrc);
    }

    private Source source(long ssrc) {
        Source known = find(ssrc);
        if (known == null) {
            requireRoom(1);
            known = new Source();
            sources.put(ssrc, known);
        }
        last = known;
        lastSsrc = ssrc;
        return known;
    }

    /** Frees the place of an SSRC if it has sent nothing. */
    public void release(long ssrc) {
        Source source = sources.get(ssrc);
        if (source != null && source.index.highest() < 0) {
            sources.remove(ssrc);
            lastSsrc = -1;
        }
    }

    /** Returns whether packets of an SSRC were protected. */
    public boolean hasSent(long ssrc) {
        Source source = sources.get(ssrc);
        return source != null && source.index.highest() >= 0;
    }

    /** Returns the sequence number after the last one of an SSRC, or {@code otherwise} if it has sent nothing. */
    public int followingSequence(long ssrc, int otherwise) {
        Source source = find(ssrc);
        return source == null || source.index.highest() < 0 ? otherwise : (int) (source.index.highest() + 1 & 0xffff);
    }

    /**
     * Returns the sequence number that the next packet of an SSRC must take: {@code wanted} if it is new and not too
     * far ahead, else the one after the last.
     */
    public int nextSequence(long ssrc, int wanted) {
        int following = followingSequence(ssrc, wanted);
        return (wanted - following & 0xffff) < LEAP_AT_MOST ? wanted : following;
    }

    /**
     * Protects one RTP packet.
     *
     * @throws IllegalArgumentException if it is not an RTP packet
     * @throws SrtpSendException if its index was used before, or may have been; the packet is unchanged then
     */
    public void protect(Packet packet) {
        int headerBytes = RtpHeader.bytesOf(packet);
        if (headerBytes < 0) {
            throw new IllegalArgumentException("not an RTP packet");
        }
        long ssrc = packet.u32(8);
        Source source = source(ssrc);
        long index = source.index.of(packet.u16(2));
        use(source, ssrc, index);
        rtp.protectRtp(packet, headerBytes, ssrc, index);
    }

    private void use(Source source, long ssrc, long index) {
        if (!source.mayUse(index) || index > LAST_INDEX) {
            throw new SrtpSendException("the sequence number " + (index & 0xffff) + " of the SSRC " + ssrc
                    + " was used with these keys: take a later one");
        }
        long highest = source.index.highest();
        if (highest < 0) {
            source.first = index;
        }
        ReplayWindow window = source.window;
        if (window == null && highest >= 0 && index != highest + 1) {
            window = source.remember();
            windowed.addLast(source);
            if (windowed.size() > WINDOWS_AT_MOST) {
                windowed.removeFirst().forget();
            }
        }
        source.index.accept(index);
        if (window != null) {
            window.accept(index);
        }
    }

    /** Returns whether the SRTCP indices are used up, so that no report can be sent without other keys. */
    public boolean isRtcpUsedUp() {
        return rtcpIndex >= LAST_RTCP_INDEX;
    }

    /**
     * Protects one RTCP packet, compound or not. All SSRCs share one sequence of indices, so that none needs to be
     * remembered.
     *
     * @throws IllegalArgumentException if it is too short to be one
     * @throws SrtpSendException after 2^31 - 1 packets, when new keys are needed
     */
    public void protectRtcp(Packet packet) {
        if (packet.length() < 8) {
            throw new IllegalArgumentException("not an RTCP packet");
        }
        if (isRtcpUsedUp()) {
            throw new SrtpSendException("SRTCP's indices are used up: new keys are needed");
        }
        rtcp.protectRtcp(packet, packet.u32(4), ++rtcpIndex);
    }
}
