/** One runnable folder an example. */
module dev.plumb.examples {
    requires dev.plumb.js;
    requires jdk.httpserver;
    requires static org.jspecify;
    requires transitive dev.plumb.signal;

    exports dev.plumb.examples.constraints;
    exports dev.plumb.examples.fork;
    exports dev.plumb.examples.relay;
    exports dev.plumb.examples.e2ee;
    exports dev.plumb.examples.datasync;
    exports dev.plumb.examples.mixer;
    exports dev.plumb.examples.manystreams;
    exports dev.plumb.examples.codecswitch;
    exports dev.plumb.examples.quality;
    exports dev.plumb.examples.hold;
    exports dev.plumb.examples.meetme;
    exports dev.plumb.examples.readme;
    exports dev.plumb.examples.support;
}
