/** Batched UDP on Linux. Put on the path, with native access enabled for it, every loop uses it. */
module dev.plumb.net.linux {
    requires static org.jspecify;
    requires dev.plumb.base;
    requires dev.plumb.io;

    provides dev.plumb.io.loop.PollerProvider with
            dev.plumb.net.linux.LinuxPollerProvider;
}
