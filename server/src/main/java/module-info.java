/** Signalling, web page and the agent behind it. */
module dev.plumb.server {
    requires static org.jspecify;
    requires transitive dev.plumb.signal;
}
