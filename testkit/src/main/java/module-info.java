/** Simulated network and clock for tests: whole agents run hours of protocol time in seconds, from a printed seed. */
module dev.plumb.testkit {
    requires static org.jspecify;
    requires java.management;
    requires transitive dev.plumb.base;

    exports dev.plumb.testkit;
}
