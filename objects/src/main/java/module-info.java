/** Floor 3: the RTC objects, their event loop and network. Nothing here reads or writes session descriptions. */
module dev.plumb.objects {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
    requires transitive dev.plumb.media;
    requires dev.plumb.ice;
    requires dev.plumb.dtls;
    requires dev.plumb.sctp;
    requires dev.plumb.rtp;
    requires jdk.net;

    exports dev.plumb.objects;
    exports dev.plumb.objects.loop;
    exports dev.plumb.objects.net;
    exports dev.plumb.objects.stats;
    exports dev.plumb.objects.streams;

    uses dev.plumb.objects.loop.PollerProvider;
}
