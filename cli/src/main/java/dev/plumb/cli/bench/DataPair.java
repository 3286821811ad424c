package dev.plumb.cli.bench;

import dev.plumb.base.loop.Loop;
import dev.plumb.objects.Agent;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDtlsTransport;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceRole;
import dev.plumb.objects.RTCIceTransport;
import dev.plumb.objects.RTCSctpTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two agents of one process, each on its own loop, with an open channel between them; signalled by method calls. */
record DataPair(Side sender, RTCDataChannel sending, Side receiver, RTCDataChannel receiving) implements AutoCloseable {
    private static final int CONNECT_SECONDS = 20;

    /** One agent and its transports. */
    record Side(
            Agent agent, RTCIceGatherer gatherer, RTCIceTransport ice, RTCDtlsTransport dtls, RTCSctpTransport sctp) {
        static Side create() {
            Agent agent = Agent.create();
            RTCIceGatherer gatherer = agent.iceGatherer(RTCIceGatherOptions.DEFAULT.withIncludeLoopback(true));
            RTCIceTransport ice = agent.iceTransport(gatherer);
            RTCDtlsTransport dtls = agent.dtlsTransport(ice);
            return new Side(agent, gatherer, ice, dtls, agent.sctpTransport(dtls));
        }

        void start(Side other, RTCIceRole role) {
            ice.start(gatherer, other.gatherer.getLocalParameters(), role);
            dtls.start(other.dtls.getLocalParameters());
            sctp.start(RTCSctpTransport.getCapabilities());
        }

        void trickleTo(Side other) {
            gatherer.onLocalCandidate(c -> other.agent.loop().execute(() -> other.ice.addRemoteCandidate(c)));
            gatherer.gather();
        }
    }

    static DataPair connected() throws Exception {
        Side a = Side.create();
        Side b = Side.create();
        CompletableFuture<RTCDataChannel> arrived = new CompletableFuture<>();
        CompletableFuture<RTCDataChannel> opened = new CompletableFuture<>();
        b.sctp.onDataChannel(arrived::complete);
        b.start(a, RTCIceRole.CONTROLLED);
        a.start(b, RTCIceRole.CONTROLLING);
        RTCDataChannel channel = a.agent.dataChannel(a.sctp, RTCDataChannelParameters.of("bench"));
        channel.onOpen(opened::complete);
        a.trickleTo(b);
        b.trickleTo(a);
        opened.get(CONNECT_SECONDS, TimeUnit.SECONDS);
        return new DataPair(a, channel, b, arrived.get(CONNECT_SECONDS, TimeUnit.SECONDS));
    }

    /** The loop that the sending end lives on. */
    Loop loop() {
        return sender.agent.loop();
    }

    @Override
    public void close() {
        sender.agent.close();
        receiver.agent.close();
    }
}
