package vn.tuoi.cloud.timeseries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hours whose rollups do not tell what the readings say, because they are still open or readings came late. Not
 * thread-safe while it is filled.
 */
public final class StaleHours {
    /** All hours of a day, one bit each, hour 0 the lowest. */
    public static final int ALL_HOURS = (1 << 24) - 1;

    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private final TreeMap<Long, Integer> hoursByDay = new TreeMap<>();

    /** A stretch of time, {@code toMs} not included. */
    record Span(long fromMs, long toMs) {}

    /**
     * Notes hours of a day; the day's own rollup is then stale too, even when {@code hours} is 0.
     *
     * @param epochDay days since 1970-01-01
     * @param hours one bit an hour
     */
    public void add(long epochDay, int hours) {
        hoursByDay.merge(epochDay, hours, (one, other) -> one | other);
    }

    /** Notes every hour that overlaps {@code [fromMs, toMs)}. */
    public void addSpan(long fromMs, long toMs) {
        for (long hourMs = Resolution.HOUR.floor(fromMs); hourMs < toMs; hourMs += HOUR_MS) {
            add(epochDay(hourMs), bit(hourMs));
        }
    }

    /** The day since 1970-01-01, in UTC, in which a time lies. */
    public static long epochDay(long timeMs) {
        return Math.floorDiv(timeMs, DAY_MS);
    }

    /** The bit of the hour in which a time lies. */
    public static int bit(long timeMs) {
        return 1 << (int) (Math.floorMod(timeMs, DAY_MS) / HOUR_MS);
    }

    /** All hours of each six that have one. */
    private static int widen(int hours) {
        int wide = 0;
        for (int first = 0; first < 24; first += 6) {
            int six = 0b111111 << first;
            wide |= (hours & six) == 0 ? 0 : six;
        }
        return wide;
    }

    /** What must not be read from rollups of a resolution, in order and disjoint. */
    List<Span> spans(Resolution resolution) {
        List<Span> spans = new ArrayList<>();
        for (Map.Entry<Long, Integer> day : hoursByDay.entrySet()) {
            long dayMs = day.getKey() * DAY_MS;
            if (resolution == Resolution.DAY) {
                spans.add(new Span(dayMs, dayMs + DAY_MS));
                continue;
            }
            int hours = resolution == Resolution.SIX_HOURS ? widen(day.getValue()) : day.getValue();
            while (hours != 0) {
                int first = Integer.numberOfTrailingZeros(hours);
                int length = Integer.numberOfTrailingZeros(~(hours >>> first));
                spans.add(new Span(dayMs + first * HOUR_MS, dayMs + (first + length) * HOUR_MS));
                hours &= ~(((1 << length) - 1) << first);
            }
        }
        return spans;
    }
}
