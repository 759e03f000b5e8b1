package vn.tuoi.gateway.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.MalformedPack;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlDecoder;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.config.senml.SenmlLimits;

/**
 * Makes old telemetry coarser and packs it tighter. It only selects: each reading that stays has its own value and time,
 * so that it does no harm when the cloud has stored it already. Of a gauge, one reading a step and point stays. What
 * has fallen or flowed since the last record ({@code rain}, {@code volume}) stays unless it is zero, since sums could
 * not be undone. Of booleans, every change stays. Immutable and thread-safe.
 */
public final class Thinning {
    /** The steps, in order of application, milliseconds; the first only packs tighter and gives nothing up. */
    static final long[] STEPS_MS = {0, 300_000, 900_000, 3_600_000};

    private final String root;
    private final SenmlDecoder decoder;
    private final SenmlEncoder encoder = new SenmlEncoder();

    /** @param root the base name of the farm's packs, e.g. {@code farm-7/} */
    public Thinning(String root) {
        this.root = root;
        // packs of our own, kept for days under whatever clock: only their size and form matter here
        SenmlLimits limits = new SenmlLimits(
                RecordFormat.MAX_PAYLOAD_BYTES,
                1_000,
                Reading.MAX_POINT_LENGTH,
                Reading.EARLIEST_MS,
                Long.MAX_VALUE / 4);
        this.decoder = new SenmlDecoder(limits);
    }

    /**
     * What is left of some packs.
     *
     * @param packs fewer packs, CBOR
     * @param givenUp how many readings they lack
     */
    record Thinned(List<byte[]> packs, int givenUp) {}

    Thinned thin(List<OutboxRecord> records, long stepMs) {
        List<byte[]> packs = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        for (OutboxRecord record : records) {
            try {
                readings.addAll(decoder.decode(record.payload(), root, record.atMs()));
            } catch (MalformedPack e) {
                // whoever wrote it knows better: it travels as it is, and the cloud judges it
                packs.add(record.payload());
            }
        }
        List<Reading> left = select(readings, stepMs);
        for (int from = 0; from < left.size(); from += SenmlEncoder.MAX_READINGS) {
            int to = Math.min(from + SenmlEncoder.MAX_READINGS, left.size());
            packs.add(encoder.encode(SenmlFormat.CBOR, root, left.subList(from, to)));
        }
        return new Thinned(packs, readings.size() - left.size());
    }

    private static List<Reading> select(List<Reading> readings, long stepMs) {
        if (stepMs == 0) {
            return readings;
        }
        List<Reading> left = new ArrayList<>();
        Map<String, Reading> lastKept = new HashMap<>();
        for (Reading reading : readings) {
            Reading last = lastKept.get(reading.point());
            if (stays(reading, last, stepMs)) {
                left.add(reading);
                lastKept.put(reading.point(), reading);
            }
        }
        return left;
    }

    private static boolean stays(Reading reading, @Nullable Reading last, long stepMs) {
        if (reading.isBoolean()) {
            return last == null || last.value() != reading.value();
        }
        if (isIncrement(reading.point())) {
            return reading.value() != 0;
        }
        return last == null || Math.floorDiv(reading.timeMs(), stepMs) != Math.floorDiv(last.timeMs(), stepMs);
    }

    private static boolean isIncrement(String point) {
        String quantity = point.substring(point.lastIndexOf('/') + 1);
        return quantity.equals("rain") || quantity.equals("volume");
    }
}
