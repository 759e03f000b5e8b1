package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cloud behind an external broker, into SQLite or InfluxDB. Thread-safe. */
final class CloudPipeline implements Pipeline {
    private final CloudUnderTest cloud;
    private final Path folder;
    private final @Nullable InfluxServer influx;

    private CloudPipeline(CloudUnderTest cloud, Path folder, @Nullable InfluxServer influx) {
        this.cloud = cloud;
        this.folder = folder;
        this.influx = influx;
    }

    /** Starts it with farms to take from; {@code influx} null for SQLite. */
    static CloudPipeline start(
            Path folder, List<String> jvm, Cores cores, int mqttPort, int farms, @Nullable InfluxServer influx)
            throws IOException, InterruptedException {
        CloudUnderTest.register(folder, farms);
        CloudUnderTest cloud = CloudUnderTest.start(
                new CloudUnderTest.Setup(folder, jvm, cores, mqttPort, false, influx == null ? null : influx.url()));
        return new CloudPipeline(cloud, folder, influx);
    }

    @Override
    public List<ServerProcess> processes() {
        return List.of(cloud.process());
    }

    @Override
    public List<ServerProcess> databases() {
        return influx == null ? List.of() : List.of(influx.process());
    }

    @Override
    public long stored() throws IOException {
        return influx == null ? (long) cloud.metric("tuoi_intake_readings_total") : influx.written();
    }

    @Override
    public long found() throws IOException {
        return influx == null ? inSqlite() : influx.found();
    }

    private long inSqlite() throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("telemetry.db"));
                Statement statement = connection.createStatement()) {
            List<String> days = new ArrayList<>();
            try (ResultSet tables = statement.executeQuery(
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'raw_*'")) {
                while (tables.next()) {
                    days.add(tables.getString(1));
                }
            }
            long found = 0;
            for (String day : days) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + day)) {
                    found += count.getLong(1);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IOException("the telemetry file cannot be searched: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        cloud.close();
    }
}
