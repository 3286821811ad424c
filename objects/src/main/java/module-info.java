/** Floor 3: the RTC objects. Nothing here reads or writes session descriptions. */
module dev.plumb.objects {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
    requires transitive dev.plumb.io;
    requires transitive dev.plumb.media;
    requires dev.plumb.ice;
    requires dev.plumb.dtls;
    requires dev.plumb.sctp;
    requires dev.plumb.rtp;

    exports dev.plumb.objects;
    exports dev.plumb.objects.stats;
    exports dev.plumb.objects.streams;
}
