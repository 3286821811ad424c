/** Opus by libopus, and G.711 in Java. */
module dev.plumb.codecs.opus {
    requires static org.jspecify;
    requires dev.plumb.media;
    requires org.lwjgl;
    requires org.lwjgl.opus;

    provides dev.plumb.media.codec.CodecProvider with
            dev.plumb.codecs.opus.OpusProvider,
            dev.plumb.codecs.opus.G711Provider;
}
