package dev.plumb.rtp.payload;

/** Cuts encoded frames into payloads, for one stream. */
public sealed interface Packetizer permits WholePacketizer, Vp8Packetizer, H264Packetizer {
    /**
     * Cuts one frame. An empty frame, or one without anything to send in it, gives no payload.
     *
     * @param payloadBytesAtMost the longest payload in bytes, at least 100
     * @return the number of payloads
     */
    int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out);
}
