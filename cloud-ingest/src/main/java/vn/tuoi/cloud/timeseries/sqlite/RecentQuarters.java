package vn.tuoi.cloud.timeseries.sqlite;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.timeseries.Resolution;

/**
 * What the readings of recent quarter hours come to, added up as they were stored, so that the roller need not read
 * them back. A quarter of a series is known when its first reading came after every other of the series, and each
 * further one after the one before; a late one or one that was replaced makes it unknown. Unknown is also what was begun
 * before this process, what has been rolled up, and what had no room. A cache: what it does not know is in the file.
 * Under the file's write lock, not thread-safe.
 */
final class RecentQuarters {
    private static final long QUARTER_MS = Resolution.QUARTER_HOUR.stepMs();

    /** Those of an hour that is open, of the one before while it settles, and one more. */
    private static final int KEEP_QUARTERS = 6;

    /** Series of neighbouring ids in one entry: those of a farm, or of a few. */
    private static final int GROUP_BITS = 6;

    private static final int GROUP_SERIES = 1 << GROUP_BITS;
    private static final int GROUP_MASK = GROUP_SERIES - 1;

    /** An entry with its arrays: 28 bytes a series and some for objects. */
    static final int GROUP_BYTES = 28 * GROUP_SERIES + 200;

    private static final int UNKNOWN = -1;

    /** One quarter of some series. */
    private static final class Group {
        final long quarter;
        final Sums sums = new Sums(GROUP_SERIES);

        Group(long quarter) {
            this.quarter = quarter;
        }

        boolean isEmpty() {
            for (int count : sums.counts) {
                if (count != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final int maxGroups;

    /** So many come new with one batch at most. */
    private final int room;

    /** In the order in which they were made. */
    private final Map<Long, Group> groups = new LinkedHashMap<>();

    private long newestQuarter;
    private long lastKey = -1;
    private @Nullable Group last;

    /** @param maxBytes of memory, about; a million series need some 170 MB */
    RecentQuarters(long maxBytes) {
        this.maxGroups = (int) Math.min(maxBytes / GROUP_BYTES, Integer.MAX_VALUE);
        this.room = maxGroups / 8;
    }

    /**
     * Adds a batch that has been stored.
     *
     * @param rows in order of block, series, time
     * @param latestMs of a series before the batch, {@link Long#MIN_VALUE} when it had no reading
     */
    void add(Rows rows, IntToLongFunction latestMs) {
        if (rows.size() > 0) {
            newestQuarter = Math.max(newestQuarter, Math.floorDiv(rows.times[rows.size() - 1], QUARTER_MS));
        }
        makeRoom();
        int from = 0;
        while (from < rows.size()) {
            int series = rows.series[from];
            long block = ReadingKey.blockSince1970(rows.times[from]);
            int to = from + 1;
            while (to < rows.size()
                    && rows.series[to] == series
                    && ReadingKey.blockSince1970(rows.times[to]) == block) {
                to++;
            }
            add(rows, from, to, latestMs.applyAsLong(series));
            from = to;
        }
    }

    /**
     * Only between batches: within one, what is missing here would be taken for what is missing in the file. Only of what
     * should be rolled up by now: with more series than there is room for, each entry would go before it was of use.
     */
    private void makeRoom() {
        Iterator<Group> oldest = groups.values().iterator();
        while (groups.size() > maxGroups - room && oldest.next().quarter + KEEP_QUARTERS <= newestQuarter) {
            oldest.remove();
        }
        forgetLast();
    }

    /** Readings of one series and block. */
    private void add(Rows rows, int from, int to, long latestMs) {
        int series = rows.series[from];
        long quarter = Math.floorDiv(rows.times[from], QUARTER_MS);
        Group group = group(quarter, series);
        if (group == null) {
            if (groups.size() >= maxGroups) {
                return;
            }
            group = new Group(quarter);
            groups.put(key(quarter, series), group);
            last = group;
        }
        int slot = series & GROUP_MASK;
        int[] counts = group.sums.counts;
        if (counts[slot] == 0 && latestMs >= quarter * QUARTER_MS) {
            counts[slot] = UNKNOWN;
        }
        long before = latestMs;
        for (int i = from; i < to && counts[slot] != UNKNOWN; i++) {
            if (rows.times[i] > before) {
                group.sums.add(slot, rows.values[i]);
                before = rows.times[i];
            } else {
                counts[slot] = UNKNOWN;
            }
        }
    }

    private static long key(long quarter, int series) {
        return (quarter << (ReadingKey.SERIES_BITS - GROUP_BITS)) | (series >> GROUP_BITS);
    }

    private @Nullable Group group(long quarter, int series) {
        long key = key(quarter, series);
        if (key != lastKey) {
            lastKey = key;
            last = groups.get(key);
        }
        return last;
    }

    private void forgetLast() {
        lastKey = -1;
        last = null;
    }

    /** Whether all that a series has in the quarter that begins at {@code quarterMs} is known here. */
    boolean knows(int series, long quarterMs) {
        Group group = group(Math.floorDiv(quarterMs, QUARTER_MS), series);
        return group != null && group.sums.counts[series & GROUP_MASK] > 0;
    }

    /** Adds what is known of a series and quarter to {@code into}. */
    void addTo(SeriesSums into, int series, long quarterMs) {
        Group group = group(Math.floorDiv(quarterMs, QUARTER_MS), series);
        if (group != null) {
            int slot = series & GROUP_MASK;
            Sums sums = group.sums;
            into.add(series, sums.mins[slot], sums.sums[slot], sums.maxs[slot], sums.counts[slot]);
        }
    }

    /** Lets go of a quarter of series from one id to another, both included: it is in the rollups, and others need room. */
    void forget(int firstSeries, int lastSeries, long quarterMs) {
        long quarter = Math.floorDiv(quarterMs, QUARTER_MS);
        int series = firstSeries;
        while (series <= lastSeries) {
            int end = Math.min(lastSeries, series | GROUP_MASK);
            Group group = group(quarter, series);
            if (group != null) {
                Arrays.fill(group.sums.counts, series & GROUP_MASK, (end & GROUP_MASK) + 1, 0);
                if (group.isEmpty()) {
                    groups.remove(lastKey);
                    forgetLast();
                }
            }
            series = end + 1;
        }
    }

    void clear() {
        groups.clear();
        forgetLast();
    }
}
