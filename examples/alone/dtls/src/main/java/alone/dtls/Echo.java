package alone.dtls;

import dev.plumb.base.bytes.Packet;
import dev.plumb.dtls.DtlsCertificate;
import dev.plumb.dtls.DtlsConfig;
import dev.plumb.dtls.DtlsConnection;
import dev.plumb.dtls.DtlsEvent;
import dev.plumb.dtls.DtlsFingerprint;
import dev.plumb.dtls.DtlsRole;
import dev.plumb.dtls.DtlsState;
import dev.plumb.io.loop.EngineDriver;
import dev.plumb.io.loop.PeerPort;
import dev.plumb.io.loop.RtcLoop;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Echoes over DTLS: {@code listen} or {@code connect}, then PORT KEY.pem CERTIFICATE.pem PEER_CERTIFICATE.pem. */
public final class Echo {
    private final RtcLoop loop;
    private final PeerPort port;
    private final DtlsConnection dtls;
    private final EngineDriver<DtlsEvent> driver;
    private final CompletableFuture<DtlsState> ended = new CompletableFuture<>();
    private final boolean listens;

    private Echo(RtcLoop loop, String[] args, DtlsCertificate ours, DtlsFingerprint theirs) throws Exception {
        this.loop = loop;
        listens = args[0].equals("listen");
        int udpPort = Integer.parseInt(args[1]);
        port = new PeerPort(loop, new InetSocketAddress("127.0.0.1", listens ? udpPort : 0));
        dtls = new DtlsConnection(DtlsConfig.of(ours), port, loop.pool(), new SecureRandom());
        driver = port.drive(dtls, this::received, this::happened);
        System.out.println("on port " + port.localAddress().getPort());
        if (!listens) {
            port.peer(new InetSocketAddress("127.0.0.1", udpPort));
        }
        driver.call(() -> dtls.start(listens ? DtlsRole.SERVER : DtlsRole.CLIENT, List.of(theirs), loop.nowNanos()));
    }

    private void received(Packet owned) {
        System.out.println("received: " + new String(owned.toByteArray()).strip());
        if (listens) {
            dtls.sendApplicationData(owned, loop.nowNanos()); // the engine encrypts it in place, and releases it
        } else {
            owned.release();
            dtls.close(loop.nowNanos());
        }
    }

    private void happened(DtlsEvent event) {
        if (event instanceof DtlsEvent.Connected(var session)) {
            System.out.println(session.version() + ", " + session.cipherSuite());
            port.keepPeer();
            if (!listens) {
                dtls.sendApplicationData(loop.pool().copyOf("hello\n".getBytes()), loop.nowNanos());
            }
        } else if (dtls.state() instanceof DtlsState.Closed || dtls.state() instanceof DtlsState.Failed) {
            ended.complete(dtls.state());
        }
    }

    private static byte[] der(String pem) throws Exception {
        return Base64.getMimeDecoder().decode(Files.readString(Path.of(pem)).replaceAll("-----.*?-----", ""));
    }

    public static void main(String[] args) throws Exception {
        DtlsCertificate ours = DtlsCertificate.fromStored(der(args[2]), der(args[3]), new SecureRandom());
        DtlsFingerprint theirs = DtlsFingerprint.of("sha-256", der(args[4]));
        try (RtcLoop loop = new RtcLoop()) {
            Echo echo = loop.call(() -> new Echo(loop, args, ours, theirs));
            System.out.println("over: " + echo.ended.get());
        }
    }
}
