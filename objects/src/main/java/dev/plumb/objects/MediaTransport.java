package dev.plumb.objects;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.crypto.SrtpKeys;

final class MediaTransport {
    MediaTransport(Agent agent, RTCDtlsTransport dtls) {}

    void keys(SrtpKeys keys) {}

    void receive(Packet borrowed) {}

    void transportEnded() {}

    void close() {}
}
