package vn.tuoi.cloud.timeseries.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import vn.tuoi.cloud.timeseries.sqlite.RollupJournal;
import vn.tuoi.config.topic.FarmId;

class InfluxTelemetryStoreIT extends TelemetryStoreContract {
    @TempDir
    static Path folder;

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final AtomicInteger JOURNALS = new AtomicInteger();

    /** Longer than it is since the contract's readings, which the server compares with its own clock. */
    private static final Retention KEEP =
            new Retention(Duration.ofDays(3_660), Duration.ofDays(3_661), Retention.NO_LIMIT);

    private static InfluxServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = InfluxServer.start(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected TelemetryStore open(InstantSource clock) throws StoreUnavailable {
        String database = "telemetry" + DATABASES.incrementAndGet();
        TelemetryStore store = InfluxTelemetryStore.open(
                server.address(database), KEEP, folder.resolve(database + "-rollups.db"), clock);
        // an empty server has no days from before; what is written later is what waits
        store.upkeep();
        return store;
    }

    private TelemetryStore open(InfluxAddress address, Retention retention, InstantSource clock)
            throws StoreUnavailable {
        return InfluxTelemetryStore.open(
                address, retention, folder.resolve("rollups" + JOURNALS.incrementAndGet() + ".db"), clock);
    }

    private static ReadingBatch one(Instant at, double value) {
        ReadingBatch batch = new ReadingBatch();
        batch.add("farm-1", "a", "l", at.toEpochMilli(), value);
        return batch;
    }

    @Test
    void saysThatItIsUnavailableWhenThePasswordIsWrong() throws Exception {
        try (TelemetryStore store =
                open(server.addressWithPassword("telemetry", "wrong"), KEEP, InstantSource.fixed(NOON))) {
            assertThatThrownBy(() -> store.write(one(NOON, 1)))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("InfluxDB")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void saysThatItIsUnavailableWhenNobodyListens() throws Exception {
        try (TelemetryStore store = open(
                new InfluxAddress("http://127.0.0.1:1", "telemetry", "autogen", "u", "p", null, "-"),
                KEEP,
                InstantSource.fixed(NOON))) {
            assertThatThrownBy(store::check).isInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void makesTheDatabaseAndBothRetentionPoliciesWithTheirDurations() throws Exception {
        try (TelemetryStore store = open(server.address("fresh"), KEEP, InstantSource.fixed(NOON))) {
            store.check();
        }

        assertThat(server.ask("SHOW RETENTION POLICIES ON fresh"))
                .contains("[\"autogen\",\"87840h0m0s\"")
                .contains("[\"rollup\",\"87864h0m0s\"");
    }

    @Test
    void refusesARetentionPolicyThatForgetsTooEarlyAndSaysWhatToRun() throws Exception {
        server.ask("CREATE DATABASE short WITH DURATION 30d NAME autogen");

        try (TelemetryStore store = open(server.address("short"), KEEP, InstantSource.fixed(NOON))) {
            assertThatThrownBy(store::check)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("30 days")
                    .hasMessageContaining("store.keepDays is 3660")
                    .hasMessageContaining("ALTER RETENTION POLICY \"autogen\" ON \"short\" DURATION 3660d");
            server.ask("ALTER RETENTION POLICY autogen ON short DURATION 3660d");
            store.check();
        }
    }

    @Test
    void countsWhatTheServerWillNeverTakeAndStoresTheRest() throws Exception {
        Instant now = Instant.now();
        Retention month = new Retention(Duration.ofDays(30), Duration.ofDays(60), Retention.NO_LIMIT);
        try (TelemetryStore store = open(server.address("partial"), month, InstantSource.system())) {
            ReadingBatch batch = one(now.minus(Duration.ofDays(90)), 1);
            batch.add("farm-1", "a", "l", now.toEpochMilli(), 2);

            assertThat(store.write(batch)).isEqualTo(1);
            assertThat(store.latest(new FarmId("farm-1")))
                    .extracting(LatestValue::value)
                    .containsExactly(2.0);
        }
    }

    @Test
    void anotherProcessKnowsUnitsThatWereToldOnceADay() throws Exception {
        FarmId farm = new FarmId("farm-1");
        try (TelemetryStore store = open(server.address("units"), KEEP, InstantSource.fixed(NOON));
                TelemetryStore other = open(server.address("units"), KEEP, InstantSource.fixed(NOON))) {
            for (int minute = 3; minute >= 0; minute--) {
                store.write(one(NOON.minusSeconds(60L * minute), minute));
            }

            assertThat(other.latest(farm)).containsExactly(new LatestValue("a", 0, "l", NOON));
            ReadingBatch page = new ReadingBatch();
            other.readPage(LocalDate.ofInstant(NOON, ZoneOffset.UTC), "", 10, page);
            assertThat(page.size()).isEqualTo(4);
            for (int row = 0; row < 4; row++) {
                assertThat(page.unit(row)).isEqualTo("l");
            }
            assertThat(server.ask("SELECT count(unit) FROM units.autogen.telemetry"))
                    .contains(",1]");
        }
    }

    @Test
    void bringsDaysFromBeforeThereWereRollupsIntoThem() throws Exception {
        Instant now = Instant.now();
        Retention month = new Retention(Duration.ofDays(30), Duration.ofDays(60), Retention.NO_LIMIT);
        try (TelemetryStore store = open(server.address("before"), month, InstantSource.system())) {
            store.write(one(now.minus(Duration.ofDays(20)), 1));
            store.write(one(now.minus(Duration.ofDays(10)), 2));
        }

        // as when the process moves to another machine: what it noted is not there
        try (TelemetryStore store = open(server.address("before"), month, InstantSource.system())) {
            SeriesQuery days = new SeriesQuery(new FarmId("farm-1"), "a", now.minus(Duration.ofDays(25)), now, 30);
            List<Bucket> before = store.series(days).buckets();
            assertThat(before).extracting(Bucket::mean).containsExactly(1.0, 2.0);
            while (store.upkeep().more()) {
                // one step after the other
            }

            assertThat(store.series(days).buckets()).isEqualTo(before);
            assertThat(server.ask("SELECT count(count) FROM before.rollup.telemetry_day"))
                    .contains(",2]");
        }
    }

    @Test
    void keepsAnHourThatWasWrittenToWhileItWasRolledUp() throws Exception {
        Instant now = Instant.now();
        Path file = folder.resolve("race.db");
        ReadingBatch batch = one(now.minus(Duration.ofDays(2)), 1);
        try (RollupJournal journal =
                RollupJournal.open(file, Duration.ofDays(30).toMillis(), InstantSource.system())) {
            journal.forgetEveryFarm();
            journal.mark(batch);
            RollupJournal.Due due = journal.take(10).get(0);
            journal.mark(batch);
            journal.done(due);

            assertThat(journal.waiting().items()).isEqualTo(1);
            assertThat(journal.take(10)).isEmpty();
            journal.done(journal.take(10).get(0));
            assertThat(journal.waiting().items()).isZero();
        }
    }
}
