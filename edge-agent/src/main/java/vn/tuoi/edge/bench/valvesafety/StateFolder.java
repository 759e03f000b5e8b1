package vn.tuoi.edge.bench.valvesafety;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.tuoi.edge.agent.DurableFile;

/**
 * A folder with a state file that the agent's own code writes, in memory where the system has such a file system: what is
 * tried is what the code does with its files, not whether a disk keeps them.
 */
final class StateFolder implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path folder;
    private final Path path;
    private final DurableFile file;

    private StateFolder(Path folder) {
        this.folder = folder;
        this.path = folder.resolve("state.json");
        this.file = new DurableFile(path);
    }

    static StateFolder create() {
        try {
            return new StateFolder(
                    Files.isWritable(SHARED_MEMORY)
                            ? Files.createTempDirectory(SHARED_MEMORY, "valve-safety")
                            : Files.createTempDirectory("valve-safety"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    void write(byte[] content) {
        try {
            file.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a write leaves that was cut off. */
    void writeBeside(byte[] part) {
        try {
            Files.write(beside(), part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path beside() {
        return folder.resolve("state.json.next");
    }

    /** Empty before the first write. */
    byte[] read() {
        try {
            Optional<byte[]> content = file.read();
            return content.orElseGet(() -> new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(beside());
            Files.deleteIfExists(path);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
