package vn.tuoi.cloud.timeseries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts buckets together from the parts that stretches give, in order of time. Not thread-safe. */
public final class BucketMerger {
    private final BucketGrid grid;
    private final long fromMs;
    private final List<Bucket> done = new ArrayList<>();
    private long number = -1;
    private double min;
    private double sum;
    private double max;
    private long count;

    BucketMerger(BucketGrid grid, long fromMs) {
        this.grid = grid;
        this.fromMs = fromMs;
    }

    /**
     * Adds a part of a bucket.
     *
     * @param bucket its number, not below the one before
     * @param partCount how many readings the part stands for, at least 1
     */
    public void add(long bucket, double partMin, double partSum, double partMax, long partCount) {
        if (bucket == number) {
            min = Math.min(min, partMin);
            max = Math.max(max, partMax);
            sum += partSum;
            count += partCount;
            return;
        }
        close();
        number = bucket;
        min = partMin;
        sum = partSum;
        max = partMax;
        count = partCount;
    }

    /** Adds a part that lies in the bucket of {@code timeMs}. */
    public void addAt(long timeMs, double partMin, double partSum, double partMax, long partCount) {
        add(grid.number(Math.max(timeMs, fromMs)), partMin, partSum, partMax, partCount);
    }

    private void close() {
        if (number >= 0) {
            Instant at = Instant.ofEpochMilli(Math.max(fromMs, grid.startMs(number)));
            done.add(new Bucket(at, min, sum / count, max, count));
        }
    }

    /** All buckets with readings, in order. */
    public List<Bucket> finish() {
        close();
        number = -1;
        return done;
    }
}
