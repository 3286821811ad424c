package dev.plumb.codecs.ffmpeg;

import dev.plumb.media.natives.CodecNatives;
import dev.plumb.media.natives.NativesModule;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** Access to FFmpeg's libraries: loading them and reading their result codes. */
final class Libav {
    private static final int MESSAGE_BYTES = 128;
    private static final String PATH = "platform.preloadpath";
    private static final System.Logger LOG = System.getLogger("dev.plumb.codecs");
    private static String remedy = "";
    private static final boolean AVAILABLE = load();

    private Libav() {}

    private static boolean load() {
        try {
            showNatives();
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            return avcodec.avcodec_version() != 0;
        } catch (LinkageError | IllegalCallerException | UncheckedIOException e) {
            remedy = CodecNatives.FFMPEG.remedy(e);
            LOG.log(Level.WARNING, "FFmpeg cannot be loaded, so there is no VP8, no H.264 and no file: {0}", remedy);
            LOG.log(Level.DEBUG, "FFmpeg cannot be loaded", e);
            return false;
        }
    }

    /**
     * Tells JavaCPP's loader of libraries that are on the module path without being resolved. They go to JavaCPP's own
     * cache, as they do when it finds them itself.
     */
    private static void showNatives() {
        String ending = "." + Loader.getPlatform().replace('-', '.');
        Set<String> folders = new LinkedHashSet<>();
        for (String module : List.of("org.bytedeco.javacpp", "org.bytedeco.ffmpeg")) {
            for (NativesModule natives : NativesModule.unresolved(avutil.class, module + ending)) {
                for (URI library : natives.resources(Libav::isLibrary)) {
                    folders.add(cached(library).getParent());
                }
            }
        }
        if (!folders.isEmpty()) {
            Properties properties = Loader.loadProperties();
            String before = properties.getProperty(PATH, "");
            String after = String.join(File.pathSeparator, folders);
            properties.setProperty(PATH, before.isEmpty() ? after : after + File.pathSeparator + before);
        }
    }

    private static boolean isLibrary(String name) {
        return !name.startsWith("META-INF/") && name.matches(".*\\.(so|dylib|dll)[.\\d]*");
    }

    private static File cached(URI library) {
        try {
            return Loader.cacheResource(library.toURL());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean available() {
        return AVAILABLE;
    }

    /** Throws where the libraries are missing. */
    static void require() {
        if (!AVAILABLE) {
            throw new IllegalStateException("FFmpeg cannot be loaded: " + remedy);
        }
    }

    /** Returns the result, or throws if it is an error. */
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
