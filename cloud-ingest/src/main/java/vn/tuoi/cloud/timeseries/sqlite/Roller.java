package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * Computes quarter hours, hours and days from readings: what table {@code stale} names and is over, anew and whole, in
 * the transaction that takes it off that table. So a crash leaves it stale, doing it twice is harmless, and a reader
 * sees either the readings or a rollup that has them all. A step is short, because the writer waits for it. Used under
 * the file's write lock, not thread-safe.
 */
final class Roller implements AutoCloseable {
    /**
     * So long after its end an hour is taken for over, so that what is a little late does not make it anew; one with a
     * series's newest reading, so long after that came, so that a farm that catches up does not.
     */
    static final long SETTLE_MS = 300_000;

    /** How many rows of {@code stale} could be rolled up, and the number of the oldest hour since 1970. */
    static final String COUNT_DUE = "SELECT count(*), min(day * 24 +"
            + " CASE WHEN hours = 0 THEN 23 ELSE CAST(log2(hours & -hours) AS INTEGER) END)"
            + " FROM stale WHERE day < ?1 OR day = ?1 AND hours & ?2 <> 0";

    private static final int MAX_ITEMS = 256;

    /** Hours of a series that are rolled up in one go, some 10 ms: a step may last so much longer than it should. */
    private static final int MAX_RUN_HOURS = 512;

    private static final long STEP_NANOS = 15_000_000;
    private static final int CURSOR_START = -1;

    private final Connection connection;
    private final TelemetrySchema schema;
    private final StaleMarks marks;
    private final LatestTable latest;
    private final PreparedDays<DayStatements> days;
    private final PreparedStatement delete;
    private final PreparedStatement update;

    private int cursorSeries = CURSOR_START;
    private long cursorDay;

    /** How far a day of all series, from before there were rollups, has been done. */
    private int everySeriesDone;

    Roller(Connection connection, TelemetrySchema schema, StaleMarks marks, LatestTable latest, RecentQuarters recent)
            throws SQLException {
        this.connection = connection;
        this.schema = schema;
        this.marks = marks;
        this.latest = latest;
        this.days = new PreparedDays<>(epochDay -> new DayStatements(connection, schema, recent, epochDay));
        this.delete = connection.prepareStatement("DELETE FROM stale WHERE series BETWEEN ? AND ? AND day = ?");
        this.update = connection.prepareStatement(
                "UPDATE stale SET hours = hours & ~?4 WHERE series BETWEEN ?1 AND ?2 AND day = ?3");
    }

    /**
     * A row of {@code stale}.
     *
     * @param hours to be rolled up
     * @param isDayOver whether the day is to be, too
     */
    private record Item(int series, long day, int hours, boolean isDayOver) {
        boolean isDue() {
            return hours != 0 || isDayOver;
        }
    }

    /** Items of one day with the same to do, of series whose ids follow one another. */
    private record Run(int firstSeries, int lastSeries, long day, int hours, boolean isDayOver) {
        static Run of(Item item) {
            return new Run(item.series(), item.series(), item.day(), item.hours(), item.isDayOver());
        }

        Run with(Item next) {
            return new Run(firstSeries, next.series(), day, hours, isDayOver);
        }

        int length() {
            return lastSeries - firstSeries + 1;
        }

        boolean canTake(Item item) {
            return item.series() == lastSeries + 1
                    && item.hours() == hours
                    && item.isDayOver() == isDayOver
                    && (length() + 1) * span(hours) <= MAX_RUN_HOURS;
        }

        /** From the first of some hours to the last: those between them are rolled up with them. */
        private static int span(int hours) {
            return hours == 0
                    ? 0
                    : Integer.SIZE - Integer.numberOfLeadingZeros(hours) - Integer.numberOfTrailingZeros(hours);
        }
    }

    /** Hours that are over at a time: all of the days before {@code day}, and {@code hours} of it. */
    record Closed(long day, int hours) {
        static Closed at(long nowMs) {
            long settledMs = nowMs - SETTLE_MS;
            return new Closed(StaleHours.epochDay(settledMs), StaleHours.bit(settledMs) - 1);
        }

        int of(long otherDay) {
            return otherDay < day ? StaleHours.ALL_HOURS : otherDay == day ? hours : 0;
        }
    }

    /**
     * What a step did.
     *
     * @param hours rolled up
     * @param more whether this round through {@code stale} is not at its end
     */
    record Step(int hours, boolean more) {}

    /** One step, committed. */
    Step step(long nowMs) throws SQLException {
        Closed closed = Closed.at(nowMs);
        int hours = 0;
        try {
            boolean more = true;
            long began = System.nanoTime();
            while (more && System.nanoTime() - began <= STEP_NANOS) {
                List<Item> items = next(closed, nowMs);
                if (!items.isEmpty() && items.get(0).series() == TelemetrySchema.EVERY_SERIES) {
                    hours += rollSomeOfEverySeries(items.get(0), began);
                    continue;
                }
                Iterator<Run> runs = runs(items).iterator();
                while (runs.hasNext() && System.nanoTime() - began <= STEP_NANOS) {
                    hours += roll(runs.next());
                }
                if (!runs.hasNext()) {
                    more = items.size() == MAX_ITEMS;
                    cursorSeries = more ? items.get(MAX_ITEMS - 1).series() : CURSOR_START;
                    cursorDay = more ? items.get(MAX_ITEMS - 1).day() : 0;
                }
            }
            latest.writeAsked();
            connection.commit();
            schema.committed();
            latest.written();
            // of what was not done, the rest is found where the cursor is, and what was done is not
            return new Step(hours, more);
        } catch (SQLException | RuntimeException | Error e) {
            cursorSeries = CURSOR_START;
            everySeriesDone = 0;
            schema.rolledBack();
            latest.notWritten();
            marks.clear();
            try {
                // of tables that may not be there any more
                forgetDays();
                connection.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private List<Item> next(Closed closed, long nowMs) throws SQLException {
        List<Item> items = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT series, day, hours FROM stale"
                + " WHERE (series, day) > (?1, ?2) AND (day < ?3 OR day = ?3 AND hours & ?4 <> 0)"
                + " ORDER BY series, day LIMIT " + MAX_ITEMS)) {
            query.setInt(1, cursorSeries);
            query.setLong(2, cursorDay);
            query.setLong(3, closed.day());
            query.setInt(4, closed.hours());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    int series = rows.getInt(1);
                    long day = rows.getLong(2);
                    int growing = latest.growingHour(series, day, nowMs - SETTLE_MS);
                    int hours = rows.getInt(3) & closed.of(day) & ~growing;
                    items.add(new Item(series, day, hours, day < closed.day() && growing == 0));
                }
            }
        }
        return items;
    }

    /** Items come in order of series and day: of each day and its hours, the run that still grows is at hand. */
    private static List<Run> runs(List<Item> items) {
        List<Run> runs = new ArrayList<>();
        Map<Long, Integer> lastOfDay = new HashMap<>();
        for (Item item : items) {
            if (!item.isDue()) {
                continue;
            }
            Integer at = lastOfDay.get(item.day());
            Run last = at == null ? null : runs.get(at);
            if (at != null && last != null && last.canTake(item)) {
                runs.set(at, last.with(item));
            } else {
                lastOfDay.put(item.day(), runs.size());
                runs.add(Run.of(item));
            }
        }
        return runs;
    }

    /** Returns how many hours were rolled up. */
    private int roll(Run run) throws SQLException {
        int hours = run.hours();
        if (schema.has(Partition.of(Resolution.RAW, run.day() * Resolution.DAY.stepMs()))) {
            DayStatements day = days.of(run.day());
            if (hours != 0) {
                day.rollHours(run.firstSeries(), run.lastSeries(), hours);
            }
            if (run.isDayOver()) {
                day.rollDay(run.firstSeries(), run.lastSeries());
            }
        }
        clear(run.firstSeries(), run.lastSeries(), run.day(), hours, run.isDayOver());
        for (int series = run.firstSeries(); series <= run.lastSeries(); series++) {
            latest.write(series);
            marks.remove(series, run.day(), hours);
        }
        return Integer.bitCount(hours) * run.length();
    }

    private int rollSomeOfEverySeries(Item item, long began) throws SQLException {
        int hours = 0;
        Partition raw = Partition.of(Resolution.RAW, item.day() * Resolution.DAY.stepMs());
        while (schema.has(raw)) {
            if (System.nanoTime() - began > STEP_NANOS) {
                return hours;
            }
            int series = days.of(item.day()).nextSeries(everySeriesDone);
            if (series == 0) {
                break;
            }
            if (item.isDayOver()) {
                hours += roll(new Run(series, series, item.day(), item.hours(), true));
            } else {
                mark(series, item.day(), StaleHours.ALL_HOURS);
            }
            everySeriesDone = series;
        }
        everySeriesDone = 0;
        int every = TelemetrySchema.EVERY_SERIES;
        clear(every, every, item.day(), StaleHours.ALL_HOURS, true);
        return hours;
    }

    private void clear(int firstSeries, int lastSeries, long day, int hours, boolean wholeDay) throws SQLException {
        PreparedStatement statement = wholeDay ? delete : update;
        statement.setInt(1, firstSeries);
        statement.setInt(2, lastSeries);
        statement.setLong(3, day);
        if (!wholeDay) {
            statement.setInt(4, hours);
        }
        statement.executeUpdate();
    }

    private void mark(int series, long day, int hours) throws SQLException {
        try (PreparedStatement mark =
                connection.prepareStatement("INSERT INTO stale (series, day, hours) VALUES (?, ?, ?)"
                        + " ON CONFLICT (series, day) DO UPDATE SET hours = hours | excluded.hours")) {
            mark.setInt(1, series);
            mark.setLong(2, day);
            mark.setInt(3, hours);
            mark.executeUpdate();
        }
    }

    /** Lets go of the statements of all days, before a table is dropped. */
    void forgetDays() throws SQLException {
        days.close();
    }

    @Override
    public void close() throws SQLException {
        delete.close();
        update.close();
        forgetDays();
    }
}
