package dev.plumb.codecs.ffmpeg;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Whether FFmpeg's libraries can be loaded, and what their results mean. */
final class Libav {
    private static final int MESSAGE_BYTES = 128;
    private static final boolean AVAILABLE = load();

    private Libav() {}

    private static boolean load() {
        try {
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            return avcodec.avcodec_version() != 0;
        } catch (LinkageError e) {
            System.getLogger("dev.plumb.codecs")
                    .log(Level.WARNING, "FFmpeg cannot be loaded; there is no VP8, no H.264 and no file", e);
            return false;
        }
    }

    static boolean available() {
        return AVAILABLE;
    }

    /** Throws where the libraries are missing. */
    static void require() {
        if (!AVAILABLE) {
            throw new IllegalStateException(
                    "FFmpeg cannot be loaded: put org.bytedeco:ffmpeg and javacpp for this platform on the path");
        }
    }

    /** The result, unless it is an error. */
    static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + message(result));
        }
        return result;
    }

    static String message(int error) {
        byte[] text = new byte[MESSAGE_BYTES];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
