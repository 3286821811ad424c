package dev.plumb.rtp.payload;

/** A packetizer, which cuts the encoded frames of one stream into payloads. */
public sealed interface Packetizer permits WholePacketizer, Vp8Packetizer, H264Packetizer {
    /**
     * Cuts one frame. An empty frame, or one without anything to send in it, gives no payload.
     *
     * @param payloadBytesAtMost the longest payload in bytes, at least 100
     * @return the number of payloads
     */
    int packetize(byte[] frame, int payloadBytesAtMost, PayloadSink out);
}
