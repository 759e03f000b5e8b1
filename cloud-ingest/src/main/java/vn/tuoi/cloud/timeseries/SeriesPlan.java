package vn.tuoi.cloud.timeseries;

import java.util.ArrayList;
import java.util.List;

/**
 * How a chart is read: its buckets, and stretches that together cover its range once, each from the coarsest resolution
 * that gives the buckets exactly. What rollups do not tell yet, and the ends of a range within a step, come from what is
 * finer. A function of its arguments; immutable.
 */
public final class SeriesPlan {
    private final BucketGrid grid;
    private final long fromMs;
    private final List<Stretch> stretches = new ArrayList<>();

    /** A part of the range and what to read it from; {@code toMs} is not included. */
    public record Stretch(Resolution resolution, long fromMs, long toMs) {}

    private SeriesPlan(BucketGrid grid, long fromMs) {
        this.grid = grid;
        this.fromMs = fromMs;
    }

    /**
     * The plan of a query.
     *
     * @param resolutions what the store has, finest first, {@link Resolution#RAW} and {@link Resolution#HOUR} among them
     * @param rawFromMs before this only hours and days are kept: a range that begins earlier is told in whole hours
     * @param stale what must be read from raw readings
     */
    public static SeriesPlan of(SeriesQuery query, List<Resolution> resolutions, long rawFromMs, StaleHours stale) {
        long fromMs = query.from().toEpochMilli();
        long toMs = query.to().toEpochMilli();
        boolean old = fromMs < rawFromMs;
        if (old) {
            fromMs = Resolution.HOUR.floor(fromMs);
            toMs = toMs <= rawFromMs ? Resolution.HOUR.ceil(toMs) : toMs;
        }
        BucketGrid grid = BucketGrid.of(fromMs, toMs, query.maxBuckets(), old ? Resolution.HOUR.stepMs() : 1);
        SeriesPlan plan = new SeriesPlan(grid, fromMs);
        long splitMs = Math.min(Math.max(rawFromMs, fromMs), toMs);
        Cover before = plan
        .new Cover(
                resolutions.stream()
                        .filter(resolution -> resolution.compareTo(Resolution.HOUR) >= 0)
                        .toList(),
                new StaleHours());
        before.addBuckets(fromMs, splitMs);
        plan.new Cover(resolutions, stale).addBuckets(splitMs, toMs);
        return plan;
    }

    /** Covers ranges from a store's resolutions. */
    private final class Cover {
        private final List<Resolution> resolutions;
        private final StaleHours stale;

        Cover(List<Resolution> resolutions, StaleHours stale) {
            this.resolutions = resolutions;
            this.stale = stale;
        }

        void addBuckets(long from, long to) {
            if (from >= to) {
                return;
            }
            if (grid.aligned()) {
                int coarsest = resolutions.size() - 1;
                while (coarsest > 0
                        && grid.widthMs() % resolutions.get(coarsest).stepMs() != 0) {
                    coarsest--;
                }
                add(from, to, coarsest);
                return;
            }
            // few buckets that fit no step: each is put together by itself
            for (long start = from; start < to; ) {
                long end = Math.min(to, grid.startMs(grid.number(start) + 1));
                add(start, end, resolutions.size() - 1);
                start = end;
            }
        }

        private void add(long from, long to, int index) {
            if (from >= to) {
                return;
            }
            Resolution resolution = resolutions.get(index);
            if (index == 0) {
                append(new Stretch(resolution, from, to));
                return;
            }
            long first = resolution.ceil(from);
            long last = resolution.floor(to);
            if (first >= last) {
                add(from, to, index - 1);
                return;
            }
            add(from, first, index - 1);
            long reached = first;
            for (StaleHours.Span span : stale.spans(resolution)) {
                long staleFrom = Math.max(span.fromMs(), reached);
                long staleTo = Math.min(span.toMs(), last);
                if (staleFrom < staleTo) {
                    if (reached < staleFrom) {
                        append(new Stretch(resolution, reached, staleFrom));
                    }
                    add(staleFrom, staleTo, index - 1);
                    reached = staleTo;
                }
            }
            if (reached < last) {
                append(new Stretch(resolution, reached, last));
            }
            add(last, to, index - 1);
        }
    }

    private void append(Stretch next) {
        int last = stretches.size() - 1;
        if (last >= 0
                && stretches.get(last).resolution() == next.resolution()
                && stretches.get(last).toMs() == next.fromMs()) {
            next = new Stretch(next.resolution(), stretches.remove(last).fromMs(), next.toMs());
        }
        stretches.add(next);
    }

    /** In order of time. */
    public List<Stretch> stretches() {
        return List.copyOf(stretches);
    }

    /** Beginning of bucket 0 in milliseconds; not after the range's beginning. */
    public long originMs() {
        return grid.originMs();
    }

    /** Width of a bucket in milliseconds. */
    public long bucketMs() {
        return grid.widthMs();
    }

    /** An empty answer to be filled. */
    public BucketMerger merger() {
        return new BucketMerger(grid, fromMs);
    }
}
