package dev.plumb.rtp.payload;

/** Cuts encoded frames into payloads, for one stream. */
public sealed interface Packetizer permits WholePacketizer, Vp8Packetizer, H264Packetizer {
    /**
     * Cuts one frame. An empty frame, or one without anything to send in it, gives no payload.
     *
     * @param payloadBytesAtMost longest payload, at least 100
     * @return how many payloads it gave
     */
    int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out);
}
