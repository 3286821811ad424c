package dev.plumb.io.loop;

import dev.plumb.base.engine.Engine;
import dev.plumb.base.loop.Loop;
import dev.plumb.base.net.PacketReceiver;
import dev.plumb.base.net.UdpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JDK's selector and channels: works everywhere, one call of the system a datagram. */
final class SelectorPoller implements Poller {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final int SCRATCH_BYTES = 65_535;

    private final Loop loop;
    private final Selector selector;
    private @Nullable ByteBuffer scratch;

    SelectorPoller(Loop loop) {
        this.loop = loop;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
    }

    @Override
    public void await(long waitNanos) throws IOException {
        if (waitNanos == Engine.NEVER) {
            selector.select();
        } else if (waitNanos <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, (waitNanos + 500_000L) / 1_000_000L));
        }
    }

    @Override
    public void dispatch() {
        Set<SelectionKey> ready = selector.selectedKeys();
        if (ready.isEmpty()) {
            return;
        }
        for (SelectionKey key : ready) {
            if (key.attachment() instanceof ChannelUdpPort port) {
                port.ready();
            }
        }
        ready.clear();
    }

    @Override
    public void flush() {
        // its ports send at once
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public UdpPort openUdp(int id, InetSocketAddress local, PacketReceiver receiver) throws IOException {
        ChannelUdpPort port = ChannelUdpPort.open(id, local, this, receiver);
        // a wait that goes on elsewhere learns of it
        selector.wakeup();
        return port;
    }

    Selector selector() {
        return selector;
    }

    Loop loop() {
        return loop;
    }

    /** Returns a direct buffer, cleared, that holds any datagram. It serves all ports, for the time of one call. */
    ByteBuffer scratch() {
        ByteBuffer made = scratch;
        if (made == null) {
            made = ByteBuffer.allocateDirect(SCRATCH_BYTES);
            scratch = made;
        }
        return made.clear();
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : Set.copyOf(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing the selector failed", e);
        }
    }
}
