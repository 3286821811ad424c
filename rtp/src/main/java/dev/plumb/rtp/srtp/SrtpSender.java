package dev.plumb.rtp.srtp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpProfile;
import dev.plumb.rtp.packet.RtpHeader;
import java.util.HashMap;
import java.util.Map;

/**
 * Protects what this side sends, in place. Not thread-safe.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.3 RFC 3711 3.3, SRTP Packet Processing
 * @spec https://www.rfc-editor.org/rfc/rfc3711#section-3.4 RFC 3711 3.4, Secure RTCP
 */
public final class SrtpSender {
    private static final long LAST_RTCP_INDEX = 0x7fff_ffffL;

    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final Map<Long, IndexEstimate> indices = new HashMap<>();
    private final Map<Long, Long> rtcpIndices = new HashMap<>();

    // one stream's packets mostly follow each other: saves a look-up and its boxed key
    private long lastSsrc = -1;
    private IndexEstimate lastIndex = new IndexEstimate();

    /** A sender with a master key and salt of the profile's lengths. */
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
     * Protects one RTP packet. No two packets of an SSRC may have the same sequence number unless 2^15 others are between them.
     *
     * @throws IllegalArgumentException where it is no RTP packet
     */
    public void protect(Packet packet) {
        int headerBytes = RtpHeader.bytesOf(packet);
        if (headerBytes < 0) {
            throw new IllegalArgumentException("not an RTP packet");
        }
        long ssrc = packet.u32(8);
        if (ssrc != lastSsrc) {
            lastIndex = indices.computeIfAbsent(ssrc, s -> new IndexEstimate());
            lastSsrc = ssrc;
        }
        long index = lastIndex.of(packet.u16(2));
        lastIndex.accept(index);
        rtp.protectRtp(packet, headerBytes, ssrc, index);
    }

    /**
     * Protects one RTCP packet, compound or not.
     *
     * @throws IllegalArgumentException where it is too short to be one
     * @throws IllegalStateException after 2^31 packets, when new keys are needed
     */
    public void protectRtcp(Packet packet) {
        if (packet.length() < 8) {
            throw new IllegalArgumentException("not an RTCP packet");
        }
        long ssrc = packet.u32(4);
        long index = rtcpIndices.merge(ssrc, 1L, Long::sum);
        if (index > LAST_RTCP_INDEX) {
            throw new IllegalStateException("SRTCP's indices are used up: new keys are needed");
        }
        rtcp.protectRtcp(packet, ssrc, index);
    }
}
