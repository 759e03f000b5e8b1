package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarsTest {
    @TempDir
    Path folder;

    private static Path signedLibrary() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith("scandium"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> checksums(Path jar) throws IOException {
        Map<String, Long> checksums = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .forEach(entry -> checksums.put(entry.getName(), entry.getCrc()));
        }
        return checksums;
    }

    @Test
    void aSignedLibraryLosesItsSignatureAndNothingElse() throws IOException {
        Path jar = Files.copy(signedLibrary(), folder.resolve("library.jar"));
        Files.writeString(folder.resolve("readme.txt"), "is no library");
        Map<String, Long> before = checksums(jar);
        UnsignedJarsMain.main(new String[] {folder.toString()});
        Map<String, Long> after = checksums(jar);
        assertThat(before.keySet()).anyMatch(name -> name.endsWith(".SF"));
        assertThat(after.keySet()).noneMatch(name -> name.endsWith(".SF") || name.endsWith(".RSA"));
        before.keySet().removeIf(name -> name.startsWith("META-INF/") && !after.containsKey(name));
        before.put(JarFile.MANIFEST_NAME, after.get(JarFile.MANIFEST_NAME));
        assertThat(after).isEqualTo(before);
        try (JarFile opened = new JarFile(jar.toFile())) {
            assertThat(opened.getManifest().getEntries()).isEmpty();
            assertThat(opened.getManifest().getMainAttributes()).isNotEmpty();
            ZipEntry aClass = opened.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .findFirst()
                    .orElseThrow();
            assertThat(opened.getInputStream(aClass).readAllBytes()).isNotEmpty();
        }
        byte[] once = Files.readAllBytes(jar);
        UnsignedJarsMain.unsign(jar);
        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
        assertThat(folder.resolve("library.jar.next")).doesNotExist();
    }
}
