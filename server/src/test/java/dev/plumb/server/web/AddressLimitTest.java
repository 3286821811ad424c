package dev.plumb.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests that no address holds more than its share of the connections. */
class AddressLimitTest {
    @Test
    void anAddressHasItsShareAndWhatItClosesComesBack() throws IOException {
        AddressLimit limit = new AddressLimit(3);
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress other = InetAddress.getByName("2001:db8::1");
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            channels.add(SocketChannel.open());
        }
        for (int i = 0; i < 3; i++) {
            assertThat(limit.add(one, channels.get(i))).isTrue();
        }
        assertThat(limit.add(one, channels.get(3))).isFalse();
        assertThat(limit.add(other, channels.get(4))).isTrue();
        // a host has a whole network of IPv6 addresses
        InetAddress beside = InetAddress.getByName("2001:db8::1:2:3:4");
        assertThat(limit.add(beside, channels.get(6))).isTrue();
        assertThat(limit.add(InetAddress.getByName("2001:db8::ffff"), channels.get(7)))
                .isTrue();
        assertThat(limit.add(InetAddress.getByName("2001:db8::fffe"), channels.get(3)))
                .isFalse();
        channels.get(1).close();
        assertThat(limit.add(one, channels.get(5))).isTrue();
        assertThat(limit.add(one, channels.get(6))).isFalse();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    @Test
    void theServerEndsTheConnectionsBeyondTheShare() throws Exception {
        Optional<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                .findFirst();
        assumeTrue(own.isPresent(), "SKIPPED: this machine has no address but the loopback one");
        WebServerOptions options = WebServerOptions.DEFAULT
                .withAddress(own.get().getHostAddress(), 0)
                .withMostCalls(2);
        List<Socket> sockets = new ArrayList<>();
        try (WebServer server = WebServer.start(options)) {
            int port = server.uri().getPort();
            for (int i = 0; i < 70; i++) {
                sockets.add(new Socket(own.get(), port));
            }
            for (int i = 65; i < 70; i++) {
                sockets.get(i).setSoTimeout(60_000);
                assertThat(isEnded(sockets.get(i))).isTrue();
            }
            sockets.get(0).setSoTimeout(100);
            assertThatThrownBy(() -> sockets.get(0).getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // reset
        }
    }
}
