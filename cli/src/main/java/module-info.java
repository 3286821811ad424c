/** Floor 6: the plumb command. */
module dev.plumb.cli {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires dev.plumb.base;
    requires dev.plumb.codecs.ffmpeg;
    requires dev.plumb.codecs.opus;
    requires dev.plumb.js;
    requires dev.plumb.net.linux;
    requires dev.plumb.server;
    requires dev.plumb.signal;
    requires dev.plumb.dtls;
    requires info.picocli;
    requires org.jsoup;
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires jdk.unsupported;

    exports dev.plumb.cli;

    opens dev.plumb.cli.bench to
            info.picocli;
    opens dev.plumb.cli.wpt to
            info.picocli;
    opens dev.plumb.cli to
            info.picocli;
}
