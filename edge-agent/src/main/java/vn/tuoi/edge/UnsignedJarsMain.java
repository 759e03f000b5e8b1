package vn.tuoi.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * What {@code ./tuoi edge-archive} runs before the training: takes the signatures off libraries. Maven has checked what
 * it fetched by then; at every start the JVM would check each class of a signed jar again, keep a digest of each in
 * memory, and put none of them into an archive. Each jar is either the old or the new one, also after a power cut.
 */
public final class UnsignedJarsMain {
    private static final String META = "META-INF/";

    private UnsignedJarsMain() {}

    /**
     * Takes the signatures off every library of a folder.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                unsign(jar);
            }
        }
    }

    static void unsign(Path jar) throws IOException {
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        try (ZipFile signed = new ZipFile(jar.toFile())) {
            if (signed.stream().noneMatch(entry -> isSignature(entry.getName()))) {
                return;
            }
            try (OutputStream file = Files.newOutputStream(next);
                    ZipOutputStream unsigned = new ZipOutputStream(file)) {
                Enumeration<? extends ZipEntry> entries = signed.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    if (!isSignature(entry.getName())) {
                        copy(signed, entry, unsigned);
                    }
                }
            }
        }
        Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSignature(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith(META)
                && (upper.endsWith(".SF") || upper.endsWith(".RSA") || upper.endsWith(".DSA") || upper.endsWith(".EC"));
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        to.putNextEntry(copy);
        try (InputStream content = from.getInputStream(entry)) {
            if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                // its sections are the digests
                Manifest manifest = new Manifest(content);
                manifest.getEntries().clear();
                manifest.write(to);
            } else {
                long unusedLength = content.transferTo(to);
            }
        }
        to.closeEntry();
    }
}
