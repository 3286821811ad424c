package dev.plumb.interop;

import dev.plumb.base.bytes.Packet;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.ForwardingNetwork;
import dev.plumb.base.net.ForwardingUdpPort;
import dev.plumb.base.net.Network;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Random;

/**
 * Another network, with datagrams of a first byte from 20 to 63 (DTLS) lost both ways, as a seed has it, once that is
 * wanted.
 */
final class LossyNetwork extends ForwardingNetwork {
    private final Random random;
    private volatile double loss;
    private volatile int spared;

    LossyNetwork(Network real, long seed) {
        super(real);
        this.random = new Random(seed);
    }

    /** The share of datagrams that is lost from now on, 0 to 1. */
    void loss(double share) {
        loss(share, 0);
    }

    /** The share of datagrams that is lost from now on, 0 to 1, of those longer than so many bytes. */
    void loss(double share, int sparedBytes) {
        spared = sparedBytes;
        loss = share;
    }

    private boolean isLost(Packet packet) {
        int first = packet.u8(0);
        return loss > 0 && first >= 20 && first <= 63 && packet.length() > spared && random.nextDouble() < loss;
    }

    @Override
    public UdpPort openUdp(InetSocketAddress local, Loop loop, PacketReceiver receiver) throws IOException {
        UdpPort port = super.openUdp(local, loop, packet -> {
            if (!isLost(packet)) {
                receiver.receive(packet);
            }
        });
        return new ForwardingUdpPort(port) {
            @Override
            public void send(Packet owned) {
                if (isLost(owned)) {
                    owned.release();
                } else {
                    super.send(owned);
                }
            }
        };
    }
}
