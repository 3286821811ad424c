package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.packet.RtpHeader;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that unprotects the other side's packets in place. State is created and changed only after a packet was
 * found authentic. For an SSRC that has been silent for long only the highest index is kept. Every index up to it
 * counts as received, so that no replay is accepted. Not thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3 RFC 3711 3.3, SRTP Packet Processing
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.4 RFC 3711 3.4, Secure RTCP
 */
public final class SrtpReceiver {
    /** The most SSRCs for which any state is kept. Packets of further SSRCs are dropped until the keys change. */
    public static final int SSRCS_AT_MOST = 1 << 15;

    /**
     * The most SSRCs with a replay window. When there are more, only the highest index is kept for those used least
     * recently.
     */
    public static final int WINDOWS_AT_MOST = 4096;

    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final ReplayState sources = new ReplayState();
    private final ReplayState rtcpSources = new ReplayState();
    private long authenticationFailures;
    private long replayed;
    private long malformed;
    private long overflowed;

    /** Creates a receiver with the other side's master key and salt. */
    public SrtpReceiver(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        this(
                PacketCipher.of(profile, masterKey, masterSalt, false),
                PacketCipher.of(profile, masterKey, masterSalt, true));
    }

    SrtpReceiver(PacketCipher rtp, PacketCipher rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    /** Unprotects one RTP packet; false where it is to be dropped, and then its bytes may be anything. */
    public boolean unprotect(Packet packet) {
        int headerBytes = RtpHeader.bytesOf(packet);
        if (headerBytes < 0) {
            malformed++;
            return false;
        }
        long ssrc = packet.u32(8);
        ReplayState.Source source = find(sources, ssrc);
        if (source == null) {
            return false;
        }
        long index = source.index.of(packet.u16(2));
        if (!source.mayAccept(index)) {
            replayed++;
            return false;
        }
        if (!rtp.unprotectRtp(packet, headerBytes, ssrc, index)) {
            authenticationFailures++;
            return false;
        }
        sources.accept(ssrc, source, index);
        return true;
    }

    private ReplayState.@Nullable Source find(ReplayState in, long ssrc) {
        ReplayState.Source source = in.find(ssrc);
        overflowed += source == null ? 1 : 0;
        return source;
    }

    /** Unprotects one RTCP packet; false where it is to be dropped, and then its bytes may be anything. */
    public boolean unprotectRtcp(Packet packet) {
        long index = rtcp.rtcpIndex(packet);
        if (index < 0) {
            malformed++;
            return false;
        }
        long ssrc = packet.u32(4);
        ReplayState.Source source = find(rtcpSources, ssrc);
        if (source == null) {
            return false;
        }
        if (!source.mayAccept(index)) {
            replayed++;
            return false;
        }
        if (!rtcp.unprotectRtcp(packet, ssrc)) {
            authenticationFailures++;
            return false;
        }
        rtcpSources.accept(ssrc, source, index);
        return true;
    }

    /**
     * Ages the replay windows. SSRCs that were silent since the call before the last one keep only their highest index
     * from now on.
     */
    public void age() {
        sources.age();
        rtcpSources.age();
    }

    /** Returns the number of packets that were not authentic. */
    public long authenticationFailures() {
        return authenticationFailures;
    }

    /** Returns the number of packets that had been seen before, or were too old to tell. */
    public long replayed() {
        return replayed;
    }

    /** Returns the number of packets that could not be SRTP at all. */
    public long malformed() {
        return malformed;
    }

    /** Returns the number of packets of SSRCs beyond {@link #SSRCS_AT_MOST}. */
    public long overflowed() {
        return overflowed;
    }

    /** Returns the number of SSRCs, of RTP and of RTCP, for which any state is kept. */
    public int ssrcs() {
        return sources.size() + rtcpSources.size();
    }

    /**
     * Returns the number of times that an SSRC was reduced to its highest index, because it was silent for long or
     * because there was no room.
     */
    public long expired() {
        return sources.expired() + rtcpSources.expired();
    }
}
