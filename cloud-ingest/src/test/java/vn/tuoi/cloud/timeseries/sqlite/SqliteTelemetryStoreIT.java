package vn.tuoi.cloud.timeseries.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.TelemetryStoreContract;
import vn.tuoi.cloud.timeseries.Upkeep;
import vn.tuoi.config.topic.FarmId;

class SqliteTelemetryStoreIT extends TelemetryStoreContract {
    private static final Retention KEEP = Retention.ofDays(400);
    private static final FarmId FARM = new FarmId("farm-1");

    @TempDir
    Path folder;

    @Override
    protected TelemetryStore open(InstantSource clock) throws Exception {
        return SqliteTelemetryStore.open(folder.resolve("telemetry.db"), KEEP, clock);
    }

    @Test
    void opensAFileAgainWithAllThatWasInIt() throws Exception {
        Path file = folder.resolve("again.db");
        ReadingBatch batch = new ReadingBatch();
        batch.add("farm-1", "a", "l", NOON.toEpochMilli(), 1.5);
        try (TelemetryStore first = SqliteTelemetryStore.open(file, KEEP, InstantSource.fixed(NOON))) {
            first.write(batch);
        }

        try (TelemetryStore second = SqliteTelemetryStore.open(file, KEEP, InstantSource.fixed(NOON))) {
            assertThat(second.latest(new FarmId("farm-1"))).containsExactly(new LatestValue("a", 1.5, "l", NOON));
            batch.clear();
            batch.add("farm-1", "b", "l", NOON.toEpochMilli(), 2.5);
            second.write(batch);
            assertThat(second.latest(new FarmId("farm-1"))).hasSize(2);
        }
    }

    @Test
    void refusesPointsBeyondTheLimitOfAFarmAndStoresTheOthers() throws Exception {
        try (TelemetryStore store =
                SqliteTelemetryStore.open(folder.resolve("many.db"), KEEP, InstantSource.fixed(NOON))) {
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
    void forgetsReadingsByAgeAndKeepsTheirHours() throws Exception {
        Instant old = NOON.minus(Duration.ofDays(10));
        AtomicReference<Instant> now = new AtomicReference<>(old);
        Retention retention = new Retention(Duration.ofDays(3), Duration.ofDays(100), Retention.NO_LIMIT);
        try (TelemetryStore store = SqliteTelemetryStore.open(folder.resolve("short.db"), retention, now::get)) {
            ReadingBatch batch = new ReadingBatch();
            for (int hour = 0; hour <= 240; hour++) {
                batch.add("farm-1", "a", "l", old.plus(Duration.ofHours(hour)).toEpochMilli(), hour);
            }
            store.write(batch);
            now.set(NOON);
            int dropped = keepUp(store);

            assertThat(dropped).isEqualTo(7);
            assertThat(store.countByDay()).hasSize(4);
            SeriesQuery all = new SeriesQuery(FARM, "a", old, NOON.plusSeconds(1), 1_000);
            assertThat(store.series(all).buckets()).hasSize(241).allMatch(bucket -> bucket.count() == 1);
            assertThat(write(store, "a", old))
                    .as("too old to be taken: its hour is told already")
                    .isEqualTo(1);
        }
    }

    @Test
    void forgetsTheOldestDayFirstWhenTheFileIsFull() throws Exception {
        Retention retention = new Retention(Duration.ofDays(400), Duration.ofDays(400), 1 << 20);
        try (TelemetryStore store =
                SqliteTelemetryStore.open(folder.resolve("full.db"), retention, InstantSource.fixed(NOON))) {
            ReadingBatch batch = new ReadingBatch();
            Instant from = NOON.minus(Duration.ofDays(40));
            for (int minute = 0; minute < 40 * 1_440; minute += 1) {
                batch.add("farm-1", "a", "l", from.plusSeconds(60L * minute).toEpochMilli(), minute);
            }
            store.write(batch);
            keepUp(store);

            assertThat(store.upkeep().bytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(store.countByDay()).hasSizeBetween(10, 35);
            LocalDate newest = LocalDate.ofInstant(NOON, ZoneOffset.UTC);
            assertThat(store.countByDay().lastKey()).isEqualTo(newest);
            SeriesQuery all = new SeriesQuery(FARM, "a", from, NOON, 50);
            assertThat(store.series(all).buckets().stream()
                            .mapToLong(Bucket::count)
                            .sum())
                    .isEqualTo(40 * 1_440);
        }
    }

    @Test
    void oneReadingFromTheFutureDropsNothing() throws Exception {
        try (TelemetryStore store = SqliteTelemetryStore.open(
                folder.resolve("future.db"), Retention.ofDays(2), InstantSource.fixed(NOON))) {
            write(store, "a", NOON.minusSeconds(5));
            write(store, "a", NOON.plus(Duration.ofDays(3_000)));
            keepUp(store);

            assertThat(store.countByDay()).hasSize(2);
        }
    }

    @Test
    void bringsAFileFromBeforeThereWereRollupsUpToDate() throws Exception {
        Path file = folder.resolve("old.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String ddl : List.of(
                    "CREATE TABLE series (id INTEGER PRIMARY KEY, farm TEXT NOT NULL, point TEXT NOT NULL, unit TEXT,"
                            + " UNIQUE (farm, point))",
                    "CREATE TABLE latest (series INTEGER PRIMARY KEY, at INTEGER NOT NULL, value REAL NOT NULL)",
                    "CREATE TABLE raw_20261119 (series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL,"
                            + " PRIMARY KEY (series, at)) WITHOUT ROWID",
                    "CREATE TABLE raw_20261120 (series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL,"
                            + " PRIMARY KEY (series, at)) WITHOUT ROWID",
                    "INSERT INTO series VALUES (1, 'farm-1', 'a', 'l'), (2, 'farm-1', 'b', NULL)",
                    "INSERT INTO raw_20261119 VALUES (1, 1795046400000, 1.5), (2, 1795046400000, 4)",
                    "INSERT INTO raw_20261120 VALUES (1, 1795132800000, 2.5)",
                    "INSERT INTO latest VALUES (1, 1795132800000, 2.5), (2, 1795046400000, 4)")) {
                statement.execute(ddl);
            }
        }
        SeriesQuery days =
                new SeriesQuery(FARM, "a", NOON.minus(Duration.ofDays(300)), NOON.plus(Duration.ofDays(1)), 400);
        try (TelemetryStore store =
                SqliteTelemetryStore.open(file, Retention.ofDays(400), InstantSource.fixed(NOON.plusSeconds(3)))) {
            List<Bucket> before = store.series(days).buckets();
            assertThat(before).extracting(Bucket::mean).containsExactly(1.5, 2.5);
            assertThat(store.latest(FARM)).hasSize(2);
            assertThat(store.upkeep().waiting()).isPositive();
            keepUp(store);

            assertThat(store.upkeep().waiting()).isZero();
            assertThat(store.series(days).buckets()).isEqualTo(before);
        }
        assertThat(count(file, "SELECT count(*) FROM day_20260101")).isEqualTo(2);
        assertThat(count(file, "SELECT count(*) FROM stale WHERE series = 0")).isZero();
    }

    @Test
    void bringsAFileWhoseReadingsHadColumnsForSeriesAndTimeUpToDate() throws Exception {
        Path file = folder.resolve("columns.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String ddl : List.of(
                    "CREATE TABLE series (id INTEGER PRIMARY KEY, farm TEXT NOT NULL, point TEXT NOT NULL, unit TEXT,"
                            + " UNIQUE (farm, point))",
                    "CREATE TABLE raw_20261120 (block INTEGER NOT NULL, series INTEGER NOT NULL, at INTEGER NOT NULL,"
                            + " value REAL NOT NULL, PRIMARY KEY (block, series, at)) WITHOUT ROWID",
                    "CREATE TABLE stale (series INTEGER NOT NULL, day INTEGER NOT NULL, hours INTEGER NOT NULL,"
                            + " PRIMARY KEY (series, day)) WITHOUT ROWID",
                    "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
                    "INSERT INTO series VALUES (1, 'farm-1', 'a', 'l'), (2, 'farm-1', 'b', NULL)",
                    "INSERT INTO raw_20261120 VALUES (0, 1, 1795132800000, 2.5), (0, 2, 1795133100000, 4),"
                            + " (95, 1, 1795219199999, 3.5)",
                    "INSERT INTO stale VALUES (1, 20777, 8388609), (2, 20777, 1)",
                    "INSERT INTO meta VALUES ('latest_behind', 1)",
                    "PRAGMA user_version = 4")) {
                statement.execute(ddl);
            }
        }
        Instant from = Instant.ofEpochMilli(1_795_132_800_000L);
        SeriesQuery minutes = new SeriesQuery(FARM, "a", from, from.plus(Duration.ofDays(1)), 1_440);
        SeriesQuery day = new SeriesQuery(FARM, "a", from, from.plus(Duration.ofDays(1)), 1);
        try (TelemetryStore store =
                SqliteTelemetryStore.open(file, KEEP, InstantSource.fixed(from.plus(Duration.ofDays(2))))) {
            assertThat(store.series(minutes).buckets())
                    .extracting(Bucket::at, Bucket::mean)
                    .containsExactly(tuple(from, 2.5), tuple(from.plusSeconds(86_340), 3.5));
            assertThat(store.latest(FARM))
                    .containsExactly(
                            new LatestValue("a", 3.5, "l", Instant.ofEpochMilli(1_795_219_199_999L)),
                            new LatestValue("b", 4, null, from.plusSeconds(300)));
            keepUp(store);
            assertThat(store.series(day).buckets())
                    .extracting(Bucket::mean, Bucket::count)
                    .containsExactly(tuple(3.0, 2L));
        }
    }

    @Test
    void refusesAFileOfALaterVersion() throws Exception {
        Path file = folder.resolve("later.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        assertThatThrownBy(() -> SqliteTelemetryStore.open(file, Retention.ofDays(1), InstantSource.fixed(NOON)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("later.db")
                .hasMessageContaining("later Tưới");
    }

    @Test
    void knowsWhatIsNotRolledUpAfterACrash() throws Exception {
        Path file = folder.resolve("crash.db");
        Path copy = folder.resolve("copy.db");
        SeriesQuery day = new SeriesQuery(FARM, "a", NOON.minus(Duration.ofDays(2)), NOON, 1);
        try (TelemetryStore store = SqliteTelemetryStore.open(file, Retention.ofDays(400), InstantSource.fixed(NOON))) {
            write(store, "a", NOON.minus(Duration.ofDays(1)));
            keepUp(store);
            write(store, "a", NOON.minus(Duration.ofDays(1)).plusSeconds(60));
            // what a kill leaves: the files as they are
            Files.copy(file, copy);
            Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
        }

        try (TelemetryStore store = SqliteTelemetryStore.open(copy, Retention.ofDays(400), InstantSource.fixed(NOON))) {
            assertThat(store.series(day).buckets()).extracting(Bucket::count).containsExactly(2L);
            assertThat(store.latest(FARM))
                    .extracting(LatestValue::at)
                    .containsExactly(NOON.minus(Duration.ofDays(1)).plusSeconds(60));
            assertThat(store.upkeep().rolledHours()).isEqualTo(1);
            assertThat(store.series(day).buckets()).extracting(Bucket::count).containsExactly(2L);
        }
    }

    @Test
    void leavesTheHourThatAFarmCatchesUpWithUntilItGoesOnOrIsSilent() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        Instant yesterday = NOON.minus(Duration.ofHours(36));
        SeriesQuery twoDays = new SeriesQuery(FARM, "a", NOON.minus(Duration.ofDays(2)), NOON, 1);
        try (TelemetryStore store = SqliteTelemetryStore.open(folder.resolve("growing.db"), KEEP, now::get)) {
            write(store, "a", yesterday);
            write(store, "a", yesterday.plusSeconds(60));
            assertThat(store.upkeep().rolledHours()).as("more may come").isZero();

            write(store, "a", yesterday.plus(Duration.ofHours(12)));
            write(store, "a", yesterday.plus(Duration.ofHours(13)));
            assertThat(store.upkeep().rolledHours()).as("it has gone on").isEqualTo(2);

            now.set(NOON.plus(Duration.ofMinutes(4)));
            write(store, "a", yesterday.plus(Duration.ofHours(13)));
            assertThat(store.upkeep().rolledHours()).isZero();
            now.set(NOON.plus(Duration.ofMinutes(5)));
            assertThat(store.upkeep().rolledHours())
                    .as("nothing new for five minutes")
                    .isEqualTo(1);

            assertThat(store.upkeep().waiting()).isZero();
            assertThat(store.series(twoDays).buckets())
                    .extracting(Bucket::count)
                    .containsExactly(4L);
        }
        assertThat(count(folder.resolve("growing.db"), "SELECT sum(count) FROM day_20260101"))
                .isEqualTo(4);
    }

    @Test
    void findsTheLatestValuesAgainWhereverACrashComes() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Long> newest = new HashMap<>();
        Path file = folder.resolve("latest0.db");
        for (int crash = 1; crash <= 6; crash++) {
            Instant now = NOON.plus(Duration.ofHours(7L * crash));
            Path copy = folder.resolve("latest" + crash + ".db");
            try (TelemetryStore store = SqliteTelemetryStore.open(file, KEEP, InstantSource.fixed(now))) {
                for (int step = 0; step < 12; step++) {
                    String point = "p" + random.nextInt(5);
                    Instant at = now.minusSeconds(random.nextInt(200_000));
                    write(store, point, at);
                    newest.merge(point, at.toEpochMilli(), Math::max);
                    if (random.nextInt(4) == 0) {
                        keepUp(store);
                    }
                }
                // what a kill leaves: the files as they are
                Files.copy(file, copy);
                if (Files.exists(Path.of(file + "-wal"))) {
                    Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
                }
            }
            file = copy;
            try (TelemetryStore store = SqliteTelemetryStore.open(file, KEEP, InstantSource.fixed(now))) {
                assertThat(store.latest(FARM))
                        .allMatch(value -> newest.getOrDefault(value.point(), 0L)
                                .equals(value.at().toEpochMilli()))
                        .hasSize(newest.size());
            }
        }
    }

    private static long count(Path file, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    private static int write(TelemetryStore store, String point, Instant at) throws StoreUnavailable {
        ReadingBatch batch = new ReadingBatch();
        batch.add(FARM.value(), point, "l", at.toEpochMilli(), 1);
        return store.write(batch);
    }

    /** Does all upkeep there is; returns how many days went. */
    private static int keepUp(TelemetryStore store) throws StoreUnavailable {
        int dropped = 0;
        Upkeep upkeep = store.upkeep();
        while (upkeep.more()) {
            dropped += upkeep.droppedDays();
            upkeep = store.upkeep();
        }
        return dropped + upkeep.droppedDays();
    }
}
