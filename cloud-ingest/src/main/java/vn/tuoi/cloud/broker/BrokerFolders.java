package vn.tuoi.cloud.broker;

import com.hivemq.HiveMQServer;
import com.hivemq.configuration.info.SystemInformation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells the broker where it may write. Its own way of finding that out would load a library of native code first.
 * Immutable.
 */
record BrokerFolders(File root, long runningSince) implements SystemInformation {
    private static final String EXTENSIONS = "extensions";

    static BrokerFolders in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve(EXTENSIONS));
        return new BrokerFolders(folder.toAbsolutePath().toFile(), System.currentTimeMillis());
    }

    @Override
    public void init() {
        // everything is known
    }

    @Override
    public String getHiveMQVersion() {
        return String.valueOf(HiveMQServer.class.getPackage().getImplementationVersion());
    }

    @Override
    public File getHiveMQHomeFolder() {
        return root;
    }

    @Override
    public File getConfigFolder() {
        return root;
    }

    @Override
    public File getLogFolder() {
        return root;
    }

    @Override
    public File getDataFolder() {
        return root;
    }

    /** Empty: our own extension comes by itself. */
    @Override
    public File getExtensionsFolder() {
        return new File(root, EXTENSIONS);
    }

    @Override
    public long getRunningSince() {
        return runningSince;
    }

    @Override
    public int getProcessorCount() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public boolean isEmbedded() {
        return true;
    }
}
