package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.Bucket;
import vn.tuoi.cloud.timeseries.BucketMerger;
import vn.tuoi.cloud.timeseries.LatestValue;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.Series;
import vn.tuoi.cloud.timeseries.SeriesPlan;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StaleHours;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.Upkeep;
import vn.tuoi.cloud.timeseries.sqlite.RollupJournal;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry in InfluxDB 1.6 and later, 2.x and 3 Core. The rollups are in the server too; what they do not tell yet is
 * noted in a file of this process before readings are written. When several processes write to one server, each brings
 * in what it wrote itself: the last two hours are therefore always read from readings.
 */
public final class InfluxTelemetryStore implements TelemetryStore {
    private static final List<Resolution> RESOLUTIONS = List.of(Resolution.RAW, Resolution.HOUR, Resolution.DAY);
    /** Above what a full batch of usual messages comes to, and about two megabytes. */
    private static final int ROWS_PER_WRITE = 20_000;

    private static final int ITEMS_PER_STEP = 20;
    private static final long ALWAYS_RAW_MS = 2 * Resolution.HOUR.stepMs();
    private static final long FUTURE_MS = 2 * Resolution.DAY.stepMs();

    private final InfluxConnection connection;
    private final InstantSource clock;
    private final Retention retention;
    private final RollupJournal journal;
    private final InfluxLatest latest;
    private final InfluxRoller roller;
    private final String name;

    /** Guarded by this. */
    private final ToldUnits units = new ToldUnits();

    private boolean hasLookedBack;

    /** Taken from the journal and not done; the keeper's thread alone. */
    private final Deque<RollupJournal.Due> due = new ArrayDeque<>();

    private InfluxTelemetryStore(
            InfluxAddress address, Retention retention, RollupJournal journal, InstantSource clock) {
        this.connection = new InfluxConnection(address, retention);
        this.clock = clock;
        this.retention = retention;
        this.journal = journal;
        this.latest = new InfluxLatest(connection, clock);
        this.roller = new InfluxRoller(connection);
        this.name = "influxdb:" + address;
    }

    /**
     * A store at a server that may come later.
     *
     * @param journal the file that notes what is not rolled up; made when it is missing
     * @param clock the farms' time
     */
    public static InfluxTelemetryStore open(
            InfluxAddress address, Retention retention, Path journal, InstantSource clock) throws StoreUnavailable {
        return new InfluxTelemetryStore(
                address,
                retention,
                RollupJournal.open(journal, retention.readings().toMillis(), clock),
                clock);
    }

    @Override
    public synchronized int write(ReadingBatch batch) throws StoreUnavailable {
        journal.mark(batch);
        int refused = batch.size();
        try {
            refused = send(batch);
        } finally {
            if (refused > 0) {
                units.forget();
            }
        }
        latest.follow(batch);
        return refused;
    }

    private int send(ReadingBatch batch) throws StoreUnavailable {
        int refused = 0;
        for (int from = 0; from < batch.size(); from += ROWS_PER_WRITE) {
            int to = Math.min(from + ROWS_PER_WRITE, batch.size());
            refused += connection.write(Place.READINGS, LineProtocol.of(batch, from, to, units), to - from);
        }
        return refused;
    }

    @Override
    public Map<FarmId, List<LatestValue>> latest(Collection<FarmId> farms) throws StoreUnavailable {
        return latest.of(farms);
    }

    @Override
    public Series series(SeriesQuery query) throws StoreUnavailable {
        SeriesPlan plan = SeriesPlan.of(query, RESOLUTIONS, rawFromMs(), stale(query));
        BucketMerger merger = plan.merger();
        for (SeriesPlan.Stretch stretch : plan.stretches()) {
            long longestMs = connection.dialect().longestReadMs(stretch.resolution());
            long fromMs = stretch.fromMs();
            while (fromMs < stretch.toMs()) {
                long toMs = fromMs + Math.min(longestMs, stretch.toMs() - fromMs);
                read(query, plan, stretch.resolution(), fromMs, toMs, merger);
                fromMs = toMs;
            }
        }
        List<Bucket> buckets = merger.finish();
        return new Series(buckets.isEmpty() ? null : latest.unit(query.farm(), query.point()), buckets);
    }

    /** Before this the server may have let readings go. */
    private long rawFromMs() {
        return Resolution.DAY.ceil(clock.millis() - retention.readings().toMillis());
    }

    private StaleHours stale(SeriesQuery query) throws StoreUnavailable {
        long fromMs = query.from().toEpochMilli();
        long toMs = query.to().toEpochMilli();
        StaleHours stale = journal.stale(query.farm().value(), fromMs, toMs);
        long nowMs = clock.millis();
        stale.addSpan(Math.max(fromMs, nowMs - ALWAYS_RAW_MS), Math.min(toMs, nowMs + FUTURE_MS));
        return stale;
    }

    private void read(
            SeriesQuery query, SeriesPlan plan, Resolution resolution, long fromMs, long toMs, BucketMerger into)
            throws StoreUnavailable {
        Table table = Table.of(resolution);
        long offsetMs = Math.floorMod(plan.originMs(), plan.bucketMs());
        for (JsonNode series : connection.query(
                table.place(),
                "SELECT " + table.aggregates() + " FROM " + table.quoted() + " WHERE \"farm\" = '" + query.farm()
                        + "' AND \"point\" = '" + query.point() + "' AND time >= " + fromMs + "ms AND time < " + toMs
                        + "ms GROUP BY time(" + plan.bucketMs() + "ms, " + offsetMs + "ms) fill(none)")) {
            for (JsonNode row : series.path("values")) {
                into.addAt(
                        row.get(0).asLong(),
                        row.get(1).asDouble(),
                        row.get(2).asDouble(),
                        row.get(3).asDouble(),
                        row.get(4).asLong());
            }
        }
    }

    @Override
    public Upkeep upkeep() throws StoreUnavailable {
        connection.dialect();
        if (!hasLookedBack) {
            lookBack();
        }
        RollupJournal.Waiting waiting = journal.waiting();
        if (due.isEmpty()) {
            synchronized (this) {
                // no write is between its note and its readings now
                due.addAll(journal.take(ITEMS_PER_STEP));
            }
        }
        boolean more = !due.isEmpty();
        int hours = 0;
        while (!due.isEmpty()) {
            InfluxRoller.Step step = roller.roll(due.element());
            hours += step.hours();
            if (!step.complete()) {
                break;
            }
            journal.done(due.remove());
        }
        return new Upkeep(more, hours, 0, waiting.items(), waiting.oldestMs(), -1);
    }

    /** An empty server has no days from before to be rolled up. */
    private synchronized void lookBack() throws StoreUnavailable {
        if (TagValues.farms(connection).isEmpty()) {
            journal.forgetEveryFarm();
        }
        hasLookedBack = true;
    }

    @Override
    public SortedMap<LocalDate, Long> countByDay() throws StoreUnavailable {
        return new InfluxDays(connection, retention.readings().toMillis()).countByDay(clock.millis());
    }

    @Override
    public @Nullable String readPage(LocalDate day, String position, int maxRows, ReadingBatch into)
            throws StoreUnavailable {
        return new InfluxDays(connection, retention.readings().toMillis())
                .readPage(day, position, maxRows, into)
                .orElse(null);
    }

    @Override
    public void check() throws StoreUnavailable {
        connection.check();
    }

    @Override
    public void close() {
        connection.close();
        journal.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
