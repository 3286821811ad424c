/** One runnable folder an example. */
module dev.plumb.examples {
    requires static org.jspecify;
    requires transitive dev.plumb.signal;

    exports dev.plumb.examples.readme;
}
