package vn.tuoi.cloud.timeseries.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.config.topic.FarmId;

/**
 * What is said to the InfluxDB versions that Debian does not have: 1.8, 2.7 and 3 Core. Their conversations were
 * <em>written from the vendor's documentation of the HTTP API, not captured from servers</em>: they hold down what this
 * store sends and that it understands the documented answers; that the servers do answer so they cannot show.
 */
class RecordedConversationsIT {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final FarmId FARM = new FarmId("hill");

    @TempDir
    Path folder;

    private static ReadingBatch batch() {
        ReadingBatch batch = new ReadingBatch();
        batch.add("hill", "tea-1/flow", "l/min", NOON.toEpochMilli(), 1.5);
        batch.add("hill", "tea-1/valve", null, NOON.toEpochMilli(), 1);
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"influxdb-1.8.txt, tuoi, secret,", "influxdb-2.7.txt,,, token", "influxdb-3-core.txt,,, token"})
    void speaksToEachVersionInItsOwnWay(String conversation, String user, String password, String token)
            throws Exception {
        Retention retention = new Retention(Duration.ofDays(30), Duration.ofDays(60), Retention.NO_LIMIT);
        try (RecordedServer server = RecordedServer.start(conversation);
                TelemetryStore store = InfluxTelemetryStore.open(
                        new InfluxAddress(server.url(), "tuoi", "raw", user, password, token, "province"),
                        retention,
                        folder.resolve("rollups.db"),
                        InstantSource.fixed(NOON.plusSeconds(600)))) {
            try {
                tellsTheWholeStory(store);
            } finally {
                assertThat(server.mistakes()).isEmpty();
            }
            assertThat(server.remaining())
                    .as("exchanges that did not take place")
                    .isZero();
        }
    }

    private static void tellsTheWholeStory(TelemetryStore store) throws StoreUnavailable {
        store.upkeep();
        assertThat(store.write(batch())).as("all taken").isZero();
        assertThat(store.write(batch()))
                .as("a partial write is not tried again")
                .isEqualTo(1);
        assertThatThrownBy(() -> store.write(batch())).isInstanceOf(StoreUnavailable.class);
        assertThat(store.write(batch())).as("the server is back").isZero();

        assertThat(store.latest(FARM))
                .containsExactly(
                        new LatestValue("tea-1/flow", 1.5, "l/min", NOON),
                        new LatestValue("tea-1/valve", 1, null, NOON));

        SeriesQuery day = new SeriesQuery(FARM, "tea-1/flow", NOON.minus(Duration.ofDays(1)), NOON, 24);
        assertThatThrownBy(() -> store.series(day))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("timeout");
        assertThat(store.series(day).buckets())
                .containsExactly(
                        new Bucket(NOON.minus(Duration.ofHours(20)), 1, 2, 3, 60),
                        new Bucket(NOON.minus(Duration.ofHours(1)), 1.5, 1.5, 1.5, 1));
    }
}
