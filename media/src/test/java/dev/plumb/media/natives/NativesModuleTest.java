package dev.plumb.media.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules of native libraries that are on the module path without being resolved. */
class NativesModuleTest {
    @TempDir
    private Path folder;

    @Test
    void findsLibrariesOfEveryEntryWithTheName() throws IOException {
        Path linux =
                jar("a/linux.jar", "some.natives", Map.of("linux/x64/libsome.so", "elf", "META-INF/some.so.sha1", "1"));
        Path mac = jar("b/mac.jar", "some.natives", Map.of("macos/arm64/libsome.dylib", "mach"));
        Path other = jar("b/other.jar", "other.natives", Map.of("linux/x64/libother.so", "elf"));
        String path = String.join(
                File.pathSeparator,
                linux.getParent().toString(),
                mac.toString(),
                other.toString(),
                folder.resolve("missing").toString(),
                "");

        List<NativesModule> found = NativesModule.find("some.natives", path);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        found.forEach(m -> m.copy(name -> name.contains("/lib"), copy));

        assertThat(copy.resolve("linux/x64/libsome.so")).hasContent("elf");
        assertThat(copy.resolve("macos/arm64/libsome.dylib")).hasContent("mach");
        assertThat(copy.resolve("linux/x64/libother.so")).doesNotExist();
        assertThat(copy.resolve("META-INF")).doesNotExist();
        assertThat(found.getFirst().resources(name -> name.endsWith(".so")))
                .singleElement()
                .satisfies(uri -> assertThat(uri.toURL().openStream()).hasContent("elf"));
    }

    @Test
    void looksIntoTheRunTimeImage() {
        assertThat(NativesModule.find("java.logging", "")).hasSize(1);
        assertThat(NativesModule.find("no.such.natives", "")).isEmpty();
    }

    @Test
    void goesOnWhereAnEntryCannotBeRead() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "not a jar");
        Path good = jar("good.jar", "some.natives", Map.of("linux/x64/libsome.so", "elf"));

        assertThat(NativesModule.find("some.natives", broken + File.pathSeparator + good))
                .hasSize(1);
    }

    @Test
    void leavesTheClassPathToTheLoaderOfTheBinding() {
        assertThat(NativesModule.unresolved(NativesModuleTest.class, "java.logging"))
                .isEmpty();
    }

    @Test
    void writesNothingOutsideTheFolder() throws IOException {
        Path jar = jar("evil.jar", "some.natives", Map.of("../outside.so", "elf"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        NativesModule module =
                NativesModule.find("some.natives", jar.toString()).getFirst();

        assertThatThrownBy(() -> module.copy(name -> name.endsWith(".so"), copy))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("outside.so")).doesNotExist();
    }

    private Path jar(String file, String module, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(file);
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("module-info.class"));
            out.write(ClassFile.of()
                    .buildModule(ModuleAttribute.of(
                            ModuleDesc.of(module), m -> m.requires(ModuleDesc.of("java.base"), 0x8000, null))));
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
