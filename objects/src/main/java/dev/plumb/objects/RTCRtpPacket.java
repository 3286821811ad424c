package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.rtp.packet.RtpHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * An RTP packet as it is below the objects and above SRTP. Immutable; the bytes are not copied and not to be changed.
 *
 * @param bytes header and payload
 * @spec https://www.rfc-editor.org/rfc/rfc3550#section-5.1 RFC 3550 5.1, RTP Fixed Header Fields
 */
@SuppressWarnings("ArrayRecordComponent")
public record RTCRtpPacket(byte[] bytes) {
    public RTCRtpPacket {
        RTCException.requirePresent("RTCRtpPacket", "bytes", bytes);
        Packet packet = Packet.copyOf(bytes);
        if (!new RtpHeader().parse(packet) || RtpHeader.isRtcp(packet)) {
            throw RTCException.typeError("these bytes are no RTP packet; payload types 64 to 95 are RTCP's");
        }
    }

    private RtpHeader header() {
        RtpHeader header = new RtpHeader();
        header.parse(Packet.copyOf(bytes));
        return header;
    }

    /** Returns the SSRC of the stream. */
    public long ssrc() {
        return header().ssrc();
    }

    /** Returns the payload type, 0 to 127. */
    public int payloadType() {
        return header().payloadType();
    }

    /** Returns the sequence number, 16 bits. */
    public int sequenceNumber() {
        return header().sequence();
    }

    /** Returns the timestamp, unsigned 32 bits. */
    public long timestamp() {
        return header().timestamp();
    }

    /** Returns the marker bit. For video it marks the last packet of a frame. */
    public boolean marker() {
        return header().marker();
    }

    /** Returns the contributing sources of a mix. */
    public List<Long> contributingSources() {
        RtpHeader header = header();
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < header.csrcCount(); i++) {
            found.add(header.csrc(i));
        }
        return found;
    }

    /** Returns a copy of the payload, without padding. */
    public byte[] payload() {
        return header().payload();
    }

    @Override
    public String toString() {
        return header().toString();
    }
}
