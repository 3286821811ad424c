package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.packet.RtpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Unprotects what the other side sends, in place. State moves, and is made, only after a packet was found authentic. Of an SSRC that was
 * not heard for long only the highest index is kept: what is not above it counts as seen, so that no replay is let in. Not thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3 RFC 3711 3.3, SRTP Packet Processing
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.4 RFC 3711 3.4, Secure RTCP
 */
public final class SrtpReceiver {
    /** The most SSRCs that it keeps anything of. Packets of further ones are dropped until there are other keys. */
    public static final int SSRCS_AT_MOST = 1 << 15;

    /** The most SSRCs of which it knows every packet of late. Of more, those used least recently are known by their highest index. */
    public static final int WINDOWS_AT_MOST = 4096;

    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final ReplayState sources = new ReplayState();
    private final ReplayState rtcpSources = new ReplayState();
    private long authenticationFailures;
    private long replayed;
    private long malformed;
    private long overflowed;

    /** A receiver with the other side's master key and salt. */
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

    /** Time goes on: SSRCs that were not heard since the call before the last are known by their highest index from now on. */
    public void age() {
        sources.age();
        rtcpSources.age();
    }

    /** Packets that were not authentic. */
    public long authenticationFailures() {
        return authenticationFailures;
    }

    /** Packets that had been seen before, or were too old to tell. */
    public long replayed() {
        return replayed;
    }

    /** Packets that could not be SRTP at all. */
    public long malformed() {
        return malformed;
    }

    /** Packets of SSRCs beyond {@link #SSRCS_AT_MOST}. */
    public long overflowed() {
        return overflowed;
    }

    /** SSRCs, of RTP or RTCP, that anything is kept of. */
    public int ssrcs() {
        return sources.size() + rtcpSources.size();
    }

    /** How often an SSRC was reduced to its highest index, because it was not heard for long or for want of room. */
    public long expired() {
        return sources.expired() + rtcpSources.expired();
    }
}
