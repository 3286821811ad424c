/** Opus and G.711 codecs. */
module dev.plumb.codecs.opus {
    requires static org.jspecify;
    requires transitive dev.plumb.media;
    requires org.lwjgl;
    requires org.lwjgl.opus;
}
