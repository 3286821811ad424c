package dev.plumb.media.natives;

import java.util.Locale;
import java.util.Optional;

/** The platforms whose native libraries the documentation names, by the classifiers of those who publish them. */
public enum NativePlatform {
    /** Linux on x86-64. */
    LINUX_X86_64("Linux x86-64", "natives-linux", "linux-x86_64"),
    /** Linux on 64-bit ARM. */
    LINUX_ARM64("Linux arm64", "natives-linux-arm64", "linux-arm64"),
    /** macOS on Apple's own processors. */
    MACOS_ARM64("macOS arm64", "natives-macos-arm64", "macosx-arm64"),
    /** Windows on x86-64. */
    WINDOWS_X86_64("Windows x86-64", "natives-windows", "windows-x86_64");

    private final String label;
    private final String lwjglClassifier;
    private final String bytedecoClassifier;

    NativePlatform(String label, String lwjglClassifier, String bytedecoClassifier) {
        this.label = label;
        this.lwjglClassifier = lwjglClassifier;
        this.bytedecoClassifier = bytedecoClassifier;
    }

    /**
     * Returns the platform that system properties describe; empty where the documentation names no libraries for it.
     */
    public static Optional<NativePlatform> of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm64 = osArch.equals("aarch64") || osArch.equals("arm64");
        boolean x8664 = osArch.equals("amd64") || osArch.equals("x86_64");
        if (os.equals("linux")) {
            return x8664 ? Optional.of(LINUX_X86_64) : arm64 ? Optional.of(LINUX_ARM64) : Optional.empty();
        }
        if (os.startsWith("mac os x") || os.startsWith("darwin")) {
            return arm64 ? Optional.of(MACOS_ARM64) : Optional.empty();
        }
        return os.startsWith("windows") && x8664 ? Optional.of(WINDOWS_X86_64) : Optional.empty();
    }

    /** Returns the human-readable name. */
    public String label() {
        return label;
    }

    /** Returns the classifier of {@code org.lwjgl}'s artifacts. */
    public String lwjglClassifier() {
        return lwjglClassifier;
    }

    /** Returns the classifier of {@code org.bytedeco}'s artifacts. */
    public String bytedecoClassifier() {
        return bytedecoClassifier;
    }
}
