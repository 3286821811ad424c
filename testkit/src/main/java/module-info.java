/** Simulated network and clock for tests: whole agents run hours of protocol time in seconds, from a printed seed. */
module dev.plumb.testkit {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
    requires java.management;

    exports dev.plumb.testkit;
}
