package vn.tuoi.cloud.timeseries;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry at rest. A reading is known by (farm, point, time): writing it again is harmless, and of two values the
 * one written last stays. Opening a store does not need it to be reachable. Safe for use by several threads at once;
 * writes are carried out one after the other.
 */
public interface TelemetryStore extends AutoCloseable {
    /** How many farms {@link #latest(Collection)} takes at once. */
    int MAX_FARMS = 500;

    /**
     * Stores a batch; on return it is durable.
     *
     * @return how many of its rows the store will never take, e.g. of a farm with too many points; they are lost
     * @throws StoreUnavailable when none, or not all, is known to be durable; write the same batch again later
     */
    int write(ReadingBatch batch) throws StoreUnavailable;

    /** The newest value of every point of a farm, by point; a bounded read, however long the history. */
    default List<LatestValue> latest(FarmId farm) throws StoreUnavailable {
        return latest(List.of(farm)).getOrDefault(farm, List.of());
    }

    /**
     * The newest value of every point of many farms; each farm costs a bounded read.
     *
     * @param farms at most {@link #MAX_FARMS}
     * @return farms without a value are missing
     */
    Map<FarmId, List<LatestValue>> latest(Collection<FarmId> farms) throws StoreUnavailable;

    /** A point over time: each reading of the range counted once, whatever the rollups have reached. */
    Series series(SeriesQuery query) throws StoreUnavailable;

    /**
     * Does a small step of what a store needs now and then: computes rollups of hours that are over or have changed, and
     * lets old days go. Blocks; to be called again and again by one thread of its own.
     */
    Upkeep upkeep() throws StoreUnavailable;

    /** How many readings each day (UTC) has; days without any are missing. Reads a lot, for copying alone. */
    SortedMap<LocalDate, Long> countByDay() throws StoreUnavailable;

    /**
     * Reads a day (UTC) page by page, each reading once.
     *
     * @param position where the last page ended; empty at the beginning. Means something to this store alone
     * @param maxRows at most so many readings are added
     * @return where this page ends; null when the day is at its end
     */
    @Nullable
    String readPage(LocalDate day, String position, int maxRows, ReadingBatch into) throws StoreUnavailable;

    /** Does nothing when the store works. */
    void check() throws StoreUnavailable;

    @Override
    void close();
}
