package vn.tuoi.cloud.timeseries;

import java.time.Duration;
import java.time.Instant;
import vn.tuoi.config.topic.FarmId;

/**
 * What a chart asks for: a point from one time to another in at most so many buckets of equal width, the first and the last
 * of which may be cut by the range. Buckets begin at multiples of a usual width in UTC where that can be.
 *
 * @param farm whose point
 * @param point the name below the farm, {@link #isPoint}
 * @param from first time, included
 * @param to last time, not included; at most {@link #MAX_RANGE} after {@code from}
 * @param maxBuckets 1 to {@link #MAX_BUCKETS}
 */
public record SeriesQuery(FarmId farm, String point, Instant from, Instant to, int maxBuckets) {
    public static final int MAX_BUCKETS = 2_000;
    public static final Duration MAX_RANGE = Duration.ofDays(3_660);

    public SeriesQuery {
        if (!isPoint(point)) {
            throw new IllegalArgumentException("not a point's name: " + point);
        }
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(MAX_RANGE) > 0) {
            throw new IllegalArgumentException("from must be before to, by at most " + MAX_RANGE.toDays() + " days");
        }
        if (maxBuckets < 1 || maxBuckets > MAX_BUCKETS) {
            throw new IllegalArgumentException("1 to " + MAX_BUCKETS + " buckets, not " + maxBuckets);
        }
    }

    /** Whether {@code text} can name a point; what passes needs no escaping in any query language. */
    public static boolean isPoint(String text) {
        if (text.isEmpty() || text.length() > 128) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (i == 0 || "-:./_".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }
}
