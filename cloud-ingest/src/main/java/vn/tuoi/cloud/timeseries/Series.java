package vn.tuoi.cloud.timeseries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point over time.
 *
 * @param unit SenML unit, when the farm gave one
 * @param buckets in order of time, at most as many as were asked for
 */
public record Series(@Nullable String unit, List<Bucket> buckets) {
    public Series {
        buckets = List.copyOf(buckets);
    }
}
