package dev.plumb.net.linux;

import dev.plumb.base.loop.Loop;
import dev.plumb.io.loop.Poller;
import dev.plumb.io.loop.PollerProvider;
import dev.plumb.io.net.ChannelNetwork;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A provider of pollers that use Linux's own calls. It needs native access for this module ({@code
 * --enable-native-access=dev.plumb.net.linux}, or {@code ALL-UNNAMED} on the class path) and a kernel that allows these
 * calls. It never causes a warning of the JVM's. The system property {@code dev.plumb.net.linux} disables parts of it:
 * {@code off}, {@code mmsg} (batches alone), {@code gso} (also segmentation of sent datagrams), {@code gro} (also
 * coalescing of received datagrams), which is the default.
 */
public final class LinuxPollerProvider implements PollerProvider {
    private static final System.Logger LOG = System.getLogger("dev.plumb.net");
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    /** Creates a provider, as {@link java.util.ServiceLoader} does. */
    public LinuxPollerProvider() {}

    @Override
    public Optional<Poller> open(Loop loop) {
        if (!Usable.USABLE || !Features.wanted()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EpollPoller(loop, Features.fromProperty()));
        } catch (IOException e) {
            if (TOLD.compareAndSet(false, true)) {
                tell("batched UDP is refused", Level.WARNING, e);
            }
            return Optional.empty();
        }
    }

    /** Logs in one line the reason why the JDK's channels are used. The stack trace is logged at a finer level. */
    private static void tell(String what, Level level, Throwable why) {
        LOG.log(level, "{0}; the JDK''s channels do it: {1}", what, String.valueOf(why.getMessage()));
        LOG.log(Level.DEBUG, what, why);
    }

    /** Found out once, by doing it. */
    private static final class Usable {
        static final boolean USABLE = find();

        /** Returns whether an interface is up. The self-test sends over loopback, and proves nothing without one. */
        private static boolean hasNetwork() {
            return !new ChannelNetwork().localAddresses().isEmpty();
        }

        private static boolean find() {
            String arch = System.getProperty("os.arch");
            if (!System.getProperty("os.name").equals("Linux") || !(arch.equals("amd64") || arch.equals("aarch64"))) {
                return false;
            }
            if (!LinuxPollerProvider.class.getModule().isNativeAccessEnabled()) {
                LOG.log(
                        Level.INFO,
                        "no native access for {0}: UDP goes by the JDK''s channels",
                        LinuxPollerProvider.class.getModule());
                return false;
            }
            try {
                SelfTest.run();
                return true;
            } catch (IOException | LinkageError | AssertionError e) {
                tell("batched UDP does not work here", hasNetwork() ? Level.WARNING : Level.DEBUG, e);
                return false;
            }
        }
    }
}
