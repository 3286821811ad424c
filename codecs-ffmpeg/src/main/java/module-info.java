/** VP8, H.264 and files through FFmpeg. */
module dev.plumb.codecs.ffmpeg {
    requires static org.jspecify;
    requires transitive dev.plumb.media;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.ffmpeg;

    exports dev.plumb.codecs.ffmpeg;

    provides dev.plumb.media.codec.CodecProvider with
            dev.plumb.codecs.ffmpeg.FfmpegProvider;
}
