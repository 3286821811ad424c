/** Floor 2: audio and video, and the interfaces of codecs and devices, which providers implement. */
@SuppressWarnings("module") // the modules to which engine and natives are exported are compiled later
module dev.plumb.media {
    requires static org.jspecify;
    requires transitive dev.plumb.base;
    requires dev.plumb.rtp;

    exports dev.plumb.media.audio;
    exports dev.plumb.media.codec;
    exports dev.plumb.media.device;
    exports dev.plumb.media.engine to
            dev.plumb.objects;
    exports dev.plumb.media.natives to
            dev.plumb.codecs.ffmpeg,
            dev.plumb.codecs.opus,
            dev.plumb.objects,
            dev.plumb.signal;
    exports dev.plumb.media.video;

    uses dev.plumb.media.codec.CodecProvider;
}
