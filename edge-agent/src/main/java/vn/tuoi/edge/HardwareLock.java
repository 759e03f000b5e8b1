package vn.tuoi.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the agent and a person's tools off the same relays: a lock on a file in the data folder, which the kernel frees
 * when its holder dies. A folder that cannot be written locks nobody out: turning water off matters more.
 */
final class HardwareLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HardwareLock.class);

    private final @Nullable FileChannel channel;

    private HardwareLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /** The lock; null when another process holds it. */
    static @Nullable HardwareLock take(Path dataDir) {
        FileChannel channel = null;
        try {
            Files.createDirectories(dataDir);
            channel = FileChannel.open(
                    dataDir.resolve("hardware.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return null;
            }
            return new HardwareLock(channel);
        } catch (OverlappingFileLockException e) {
            // within one process, where a tool and an agent meet in tests only
            new HardwareLock(channel).close();
            return null;
        } catch (IOException e) {
            LOG.warn("the lock in {} cannot be taken, going on without: {}", dataDir, e.toString());
            return new HardwareLock(channel);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("the hardware lock was not given back: {}", e.toString());
            }
        }
    }
}
