/** The RTC objects, event loop, network. */
module dev.plumb.objects {
    requires static org.jspecify;
    requires transitive dev.plumb.transport;
    requires transitive dev.plumb.media;
}
