package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the servers of a benchmark, gone when it ends. Not thread-safe. */
final class Scratch implements AutoCloseable {
    private final Path root;
    private int count;

    private Scratch(Path root) {
        this.root = root;
    }

    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("tuoi-bench-"));
    }

    /** A new empty folder. */
    Path folder(String name) throws IOException {
        count++;
        return Files.createDirectory(root.resolve(count + "-" + name));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(root)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
