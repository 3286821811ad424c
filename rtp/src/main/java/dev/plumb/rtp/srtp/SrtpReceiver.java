package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.packet.RtpHeader;
import java.util.HashMap;
import java.util.Map;

/**
 * Unprotects what the other side sends, in place. State moves, and is made, only after a packet was found authentic. Not
 * thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3 RFC 3711 3.3, SRTP Packet Processing
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.4 RFC 3711 3.4, Secure RTCP
 */
public final class SrtpReceiver {
    /** How many SSRCs it keeps state of; packets of further ones are dropped. */
    public static final int SSRCS_AT_MOST = 512;

    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final Map<Long, Source> sources = new HashMap<>();
    private final Map<Long, ReplayWindow> rtcpWindows = new HashMap<>();
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

    private static final class Source {
        private final IndexEstimate index = new IndexEstimate();
        private final ReplayWindow window = new ReplayWindow();
    }

    /** Unprotects one RTP packet; false where it is to be dropped, and then its bytes may be anything. */
    public boolean unprotect(Packet packet) {
        int headerBytes = RtpHeader.bytesOf(packet);
        if (headerBytes < 0) {
            malformed++;
            return false;
        }
        long ssrc = packet.u32(8);
        Source known = sources.get(ssrc);
        if (known == null && sources.size() >= SSRCS_AT_MOST) {
            overflowed++;
            return false;
        }
        Source source = known == null ? new Source() : known;
        long index = source.index.of(packet.u16(2));
        if (!source.window.mayAccept(index)) {
            replayed++;
            return false;
        }
        if (!rtp.unprotectRtp(packet, headerBytes, ssrc, index)) {
            authenticationFailures++;
            return false;
        }
        source.index.accept(index);
        source.window.accept(index);
        if (known == null) {
            sources.put(ssrc, source);
        }
        return true;
    }

    /** Unprotects one RTCP packet; false where it is to be dropped, and then its bytes may be anything. */
    public boolean unprotectRtcp(Packet packet) {
        long index = rtcp.rtcpIndex(packet);
        if (index < 0) {
            malformed++;
            return false;
        }
        long ssrc = packet.u32(4);
        ReplayWindow known = rtcpWindows.get(ssrc);
        if (known == null && rtcpWindows.size() >= SSRCS_AT_MOST) {
            overflowed++;
            return false;
        }
        ReplayWindow window = known == null ? new ReplayWindow() : known;
        if (!window.mayAccept(index)) {
            replayed++;
            return false;
        }
        if (!rtcp.unprotectRtcp(packet, ssrc)) {
            authenticationFailures++;
            return false;
        }
        window.accept(index);
        if (known == null) {
            rtcpWindows.put(ssrc, window);
        }
        return true;
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
}
