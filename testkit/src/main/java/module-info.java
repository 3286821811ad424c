/** Simulated network and clock for tests. */
module dev.plumb.testkit {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
}
