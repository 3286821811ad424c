package dev.plumb.packaging;

import java.lang.reflect.Method;
import org.bytedeco.javacpp.Loader;
import org.lwjgl.system.Platform;

/** Prints where the bindings' own loaders look for libraries; started with system properties of other platforms. */
final class LoaderChoice {
    private LoaderChoice() {}

    /** Prints a folder of LWJGL's jars and the name of bytedeco's platform. */
    public static void main(String[] args) throws Exception {
        Method path = Platform.class.getDeclaredMethod("mapLibraryPathBundled", String.class);
        path.setAccessible(true);
        System.out.println("lwjgl " + path.invoke(null, "org/lwjgl/opus/"));
        System.out.println("javacpp " + Loader.Detector.getPlatform());
    }
}
