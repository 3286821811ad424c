/** Floor 1: event loops, sockets, addresses and names; what keeps an engine going on a loop. */
module dev.plumb.io {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
    requires jdk.net;

    exports dev.plumb.io.loop;
    exports dev.plumb.io.net;

    uses dev.plumb.io.loop.PollerProvider;
}
