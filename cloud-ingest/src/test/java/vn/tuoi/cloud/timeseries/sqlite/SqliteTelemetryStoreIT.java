package vn.tuoi.cloud.timeseries.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.TelemetryStoreContract;
import vn.tuoi.config.topic.FarmId;

class SqliteTelemetryStoreIT extends TelemetryStoreContract {
    private static final Duration KEEP = Duration.ofDays(400);

    @TempDir
    Path folder;

    @Override
    protected TelemetryStore open() throws Exception {
        return SqliteTelemetryStore.open(folder.resolve("telemetry.db"), KEEP);
    }

    @Test
    void opensAFileAgainWithAllThatWasInIt() throws Exception {
        Path file = folder.resolve("again.db");
        ReadingBatch batch = new ReadingBatch();
        batch.add("farm-1", "a", "l", NOON.toEpochMilli(), 1.5);
        try (TelemetryStore first = SqliteTelemetryStore.open(file, KEEP)) {
            first.write(batch);
        }

        try (TelemetryStore second = SqliteTelemetryStore.open(file, KEEP)) {
            assertThat(second.latest(new FarmId("farm-1"))).containsExactly(new LatestValue("a", 1.5, "l", NOON));
            batch.clear();
            batch.add("farm-1", "b", "l", NOON.toEpochMilli(), 2.5);
            second.write(batch);
            assertThat(second.latest(new FarmId("farm-1"))).hasSize(2);
        }
    }

    @Test
    void refusesPointsBeyondTheLimitOfAFarmAndStoresTheOthers() throws Exception {
        try (TelemetryStore store = SqliteTelemetryStore.open(folder.resolve("many.db"), KEEP)) {
            ReadingBatch batch = new ReadingBatch();
            for (int i = 0; i < SeriesDictionary.MAX_POINTS_PER_FARM + 3; i++) {
                batch.add("farm-1", "p" + i, null, NOON.toEpochMilli(), i);
            }
            batch.add("farm-2", "p", null, NOON.toEpochMilli(), 1);

            assertThat(store.write(batch)).isEqualTo(3);
            assertThat(store.latest(new FarmId("farm-1"))).hasSize(SeriesDictionary.MAX_POINTS_PER_FARM);
            assertThat(store.latest(new FarmId("farm-2"))).hasSize(1);
        }
    }

    @Test
    void forgetsWholeDaysThatAreOlderThanItKeeps() throws Exception {
        try (TelemetryStore store = SqliteTelemetryStore.open(folder.resolve("short.db"), Duration.ofDays(2))) {
            ReadingBatch batch = new ReadingBatch();
            for (int day = 0; day < 5; day++) {
                batch.clear();
                batch.add("farm-1", "a", "l", NOON.plus(Duration.ofDays(day)).toEpochMilli(), day);
                store.write(batch);
            }
            SeriesQuery all = new SeriesQuery(
                    new FarmId("farm-1"), "a", NOON.minusSeconds(1), NOON.plus(Duration.ofDays(9)), 100);

            assertThat(store.series(all).buckets()).extracting(Bucket::mean).containsExactly(2.0, 3.0, 4.0);
        }
    }
}
