package vn.tuoi.cloud.timeseries;

import java.util.List;
import vn.tuoi.config.topic.FarmId;

/**
 * Telemetry at rest. A reading is known by (farm, point, time): writing it again is harmless, and of two values the
 * one written last stays. Opening a store does not need it to be reachable. Safe for use by several threads at once;
 * writes are carried out one after the other.
 */
public interface TelemetryStore extends AutoCloseable {
    /**
     * Stores a batch; on return it is durable.
     *
     * @return how many of its rows the store will never take, e.g. of a farm with too many points; they are lost
     * @throws StoreUnavailable when none, or not all, is known to be durable; write the same batch again later
     */
    int write(ReadingBatch batch) throws StoreUnavailable;

    /** The newest value of every point of a farm, by point; a bounded read, however long the history. */
    List<LatestValue> latest(FarmId farm) throws StoreUnavailable;

    /** A point over time. */
    Series series(SeriesQuery query) throws StoreUnavailable;

    /** Does nothing when the store works. */
    void check() throws StoreUnavailable;

    @Override
    void close();
}
