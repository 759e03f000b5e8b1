package vn.tuoi.cloud.timeseries.influx;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which unit of which series this process has told the server for which day, so that a unit is written beside a series's
 * first reading of a day only: a text beside every number costs the server as much again. Each day tells its own, so that
 * no unit goes before the readings that it is of. Bounded: it forgets all when it is full, and units are told once more. Not
 * thread-safe.
 */
final class ToldUnits {
    /** Says that a series has no unit any more. */
    static final String NONE = "";

    /** Of a hundred bytes each. */
    private static final int MAX_SERIES = 200_000;

    private record Told(String unit, long epochDay) {}

    private final Map<String, Map<String, Told>> farms = new HashMap<>();
    private int size;

    /** The readings of a message follow one another. */
    private String lastFarm = "";

    private Map<String, Told> lastPoints = new HashMap<>();

    /**
     * What is to be written beside a reading.
     *
     * @return the unit, or {@link #NONE}; null when the server knows
     */
    @Nullable
    String toTell(String farm, String point, @Nullable String unit, long epochDay) {
        if (!farm.equals(lastFarm)) {
            lastFarm = farm;
            lastPoints = farms.computeIfAbsent(farm, ignored -> new HashMap<>());
        }
        String now = Objects.requireNonNullElse(unit, NONE);
        Told told = lastPoints.get(point);
        if (told == null && unit == null) {
            return null;
        }
        if (told != null && told.epochDay() == epochDay && told.unit().equals(now)) {
            return null;
        }
        if (told == null && ++size > MAX_SERIES) {
            forget();
            return toTell(farm, point, unit, epochDay);
        }
        lastPoints.put(point, new Told(now, epochDay));
        return now;
    }

    /** After a write of which something did not arrive. */
    void forget() {
        farms.clear();
        size = 0;
        lastFarm = "";
        lastPoints = new HashMap<>();
    }
}
