/** The plumb command. */
module dev.plumb.cli {
    requires static org.jspecify;
    requires transitive dev.plumb.server;
    requires transitive dev.plumb.codecs.opus;
    requires transitive dev.plumb.codecs.ffmpeg;
    requires info.picocli;
}
