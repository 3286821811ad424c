package alone.sctp;

import dev.plumb.base.bytes.Packet;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.io.loop.PeerPort;
import dev.plumb.io.loop.RtcLoop;
import dev.plumb.sctp.SctpAssociation;
import dev.plumb.sctp.SctpConfig;
import dev.plumb.sctp.SctpEvent;
import dev.plumb.sctp.SctpState;
import dev.plumb.sctp.SendOptions;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/** Sends messages over SCTP on plain UDP: {@code listen PORT} in one process, {@code connect PORT} in another. */
public final class Messages {
    private final RtcLoop loop;
    private final PeerPort port;
    private final SctpAssociation association;
    private final EngineDriver<SctpEvent> driver;
    private final CompletableFuture<SctpState.Closed> ended = new CompletableFuture<>();
    private final boolean listens;
    private int answers;

    private Messages(RtcLoop loop, boolean listens, int udpPort) throws Exception {
        this.loop = loop;
        this.listens = listens;
        port = new PeerPort(loop, new InetSocketAddress("127.0.0.1", listens ? udpPort : 0));
        // nothing below has a checksum that would do instead of SCTP's own
        SctpConfig config = SctpConfig.DEFAULT.withZeroChecksum(false);
        association = new SctpAssociation(config, port, loop.pool(), new SecureRandom());
        driver = port.drive(association, Packet::release, this::happened);
        if (listens) {
            System.out.println("listening on port " + port.localAddress().getPort());
        } else {
            port.peer(new InetSocketAddress("127.0.0.1", udpPort));
            driver.call(() -> association.connect(loop.nowNanos()));
        }
    }

    private void happened(SctpEvent event) {
        switch (event) {
            case SctpEvent.StateChanged(var _, SctpState.Established _, var _) -> {
                port.keepPeer();
                if (!listens) {
                    send(1, "hello".getBytes());
                    send(2, new byte[100_000]);
                }
            }
            case SctpEvent.StateChanged(var _, SctpState.Closed closed, var _) -> ended.complete(closed);
            case SctpEvent.MessageReceived(int stream, long ppid, byte[] bytes) -> {
                System.out.println("a message of " + bytes.length + " bytes on stream " + stream);
                if (listens) {
                    send(stream, bytes);
                } else if (++answers == 2) {
                    driver.call(() -> association.shutdown(loop.nowNanos()));
                }
            }
            default -> {}
        }
    }

    private void send(int stream, byte[] bytes) {
        driver.call(() -> association.send(stream, 53, bytes, SendOptions.RELIABLE, loop.nowNanos()));
    }

    public static void main(String[] args) throws Exception {
        try (RtcLoop loop = new RtcLoop()) {
            int udpPort = Integer.parseInt(args[1]);
            Messages messages = loop.call(() -> new Messages(loop, args[0].equals("listen"), udpPort));
            System.out.println("over: " + messages.ended.get().cause());
        }
    }
}
