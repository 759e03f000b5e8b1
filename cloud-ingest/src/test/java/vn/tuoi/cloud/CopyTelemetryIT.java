package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;
import vn.tuoi.cloud.timeseries.influx.InfluxServer;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.settings.Settings;

class CopyTelemetryIT {
    private static final int FARMS = 3;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path first = Path.of("");
    private Path second = Path.of("");

    @BeforeEach
    void writeSettings() throws IOException {
        first = sqlite("first");
        second = sqlite("second");
    }

    private Path sqlite(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".json"),
                "{\"dataDir\":\"%s\",\"store\":{\"keepDays\":30}}".formatted(folder.resolve(name)));
    }

    private Path influx(String name, InfluxAddress at) throws IOException {
        return Files.writeString(folder.resolve(name + ".json"), """
                {"dataDir":"%s","store":{"kind":"influxdb","keepDays":30},
                 "influxdb":{"url":"%s","bucket":"%s","user":"%s","password":"%s"}}
                """.formatted(
                        folder.resolve(name), at.url(), at.database(), at.username(), at.password()));
    }

    private static TelemetryStore open(Path settings) throws Exception {
        CloudSettings read = CloudSettings.read(Settings.load(settings, Map.of()));
        Files.createDirectories(read.dataDir());
        return TelemetryStores.open(read, InstantSource.system());
    }

    /** Readings of some farms over three days, the youngest now. */
    private static void fill(Path settings, int rows) throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long stepMs = Duration.ofDays(3).toMillis() / rows;
        ReadingBatch batch = new ReadingBatch();
        try (TelemetryStore store = open(settings)) {
            for (int i = 0; i < rows; i++) {
                batch.add(
                        "farm-" + i % FARMS,
                        i % 2 == 0 ? "tea-1/soil_moisture" : "tea-1/valve",
                        i % 2 == 0 ? "/" : null,
                        now.minusMillis(i * stepMs).toEpochMilli(),
                        i % 7 == 0 ? 1e-7 * random.nextDouble() : random.nextDouble(-1e6, 1e6));
            }
            store.write(batch);
        }
    }

    private static List<String> everything(Path settings) throws Exception {
        List<String> readings = new ArrayList<>();
        try (TelemetryStore store = open(settings)) {
            for (LocalDate day : store.countByDay().keySet()) {
                String position = "";
                while (position != null) {
                    ReadingBatch page = new ReadingBatch();
                    position = store.readPage(day, position, 1_000, page);
                    for (int row = 0; row < page.size(); row++) {
                        readings.add(page.farm(row) + " " + page.point(row) + " " + page.unit(row) + " "
                                + page.timeMs(row) + " " + page.value(row));
                    }
                }
            }
        }
        readings.sort(null);
        return readings;
    }

    private int copy(String... arguments) {
        return new CommandLine(new CopyTelemetry(stream(out), stream(err)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments);
    }

    private static PrintStream stream(StringWriter writer) {
        return new PrintStream(
                new java.io.OutputStream() {
                    @Override
                    public void write(int octet) {
                        writer.write(octet);
                    }
                },
                true,
                StandardCharsets.US_ASCII);
    }

    private int copy(Path from, Path to) {
        return copy("--from", from.toString(), "--to", to.toString());
    }

    @Test
    void readingsAreTheSameAfterAWayThroughInfluxdb() throws Exception {
        fill(first, 25_000);
        Files.createDirectories(folder.resolve("influxd"));
        try (InfluxServer server = InfluxServer.start(folder.resolve("influxd"))) {
            Path between = influx("between", server.address("tuoi"));

            assertThat(copy(first, between)).as(err.toString()).isZero();
            assertThat(copy(between, second)).as(err.toString()).isZero();
        }

        assertThat(out.toString()).contains("copied: 25000 readings").contains("refused: 0 readings");
        assertThat(everything(second)).hasSize(25_000).isEqualTo(everything(first));
        assertThat(folder.resolve("second").resolve("copy-telemetry.json")).doesNotExist();
    }

    @Test
    void goesOnAfterAKill() throws Exception {
        fill(first, 400_000);
        Process copying = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CloudMain.class.getName(),
                        CopyTelemetry.NAME,
                        "--from",
                        first.toString(),
                        "--to",
                        second.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("copying.log").toFile())
                .start();
        Path checkpoint = folder.resolve("second").resolve("copy-telemetry.json");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Files.exists(checkpoint) || !copying.isAlive());
        copying.destroyForcibly().waitFor();
        assertThat(checkpoint).as("killed before its end").exists();

        assertThat(copy(first, second)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("copied: 400000 readings");
        assertThat(everything(second)).isEqualTo(everything(first));
    }

    @Test
    void leavesOutWhatTheNewStoreWouldNotKeep() throws Exception {
        Files.writeString(
                first, Files.readString(first).replace("\"keepDays\":30", "\"keepDays\":100"), StandardCharsets.UTF_8);
        fill(first, 300);
        try (TelemetryStore store = open(first)) {
            ReadingBatch old = new ReadingBatch();
            old.add("farm-0", "a", "l", Instant.now().minus(Duration.ofDays(50)).toEpochMilli(), 1);
            store.write(old);
        }

        assertThat(copy(first, second)).as(err.toString()).isZero();

        assertThat(out.toString()).contains("copied: 300 readings").contains("left out: 1 readings");
    }

    @Test
    void refusesWrongUseInOneLine() throws Exception {
        Files.createDirectories(folder.resolve("first"));
        Files.createDirectories(folder.resolve("second"));
        assertRefusal("'--to=FILE'", "--from", first.toString());
        assertRefusal("does not exist", "--from", folder.resolve("nothing.json").toString(), "--to", second.toString());
        assertRefusal("are the same store", "--from", first.toString(), "--to", first.toString());
        FolderLock lock = FolderLock.take(folder.resolve("first"));
        assertRefusal("first is in use by another process", "--from", first.toString(), "--to", second.toString());
        lock.close();
        Files.writeString(
                folder.resolve("second").resolve("copy-telemetry.json"),
                "{\"from\":\"sqlite:x\",\"to\":\"sqlite:y\",\"day\":\"2026-11-20\",\"position\":\"\",\"copied\":1,\"refused\":0}");
        assertRefusal("from sqlite:x to sqlite:y", "--from", first.toString(), "--to", second.toString());
    }

    private void assertRefusal(String part, String... arguments) {
        err.getBuffer().setLength(0);

        assertThat(copy(arguments)).as(part).isEqualTo(2);
        assertThat(err.toString().strip().lines()).hasSize(1).allMatch(line -> line.contains(part));
    }
}
