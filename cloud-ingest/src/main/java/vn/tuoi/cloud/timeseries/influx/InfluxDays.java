package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StaleHours;
import vn.tuoi.cloud.timeseries.StoreUnavailable;

/** Reads whole days of readings, for copying. */
final class InfluxDays {
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private final InfluxConnection connection;
    private final long keepMs;

    /** @param keepMs age at which readings go */
    InfluxDays(InfluxConnection connection, long keepMs) {
        this.connection = connection;
        this.keepMs = keepMs;
    }

    /** Farm by farm, because a count over all series of a large server takes longer than an answer may. */
    SortedMap<LocalDate, Long> countByDay(long nowMs) throws StoreUnavailable {
        SortedMap<LocalDate, Long> counts = new TreeMap<>();
        long endMs = Resolution.DAY.floor(nowMs) + 2 * DAY_MS;
        boolean bounded = connection.dialect().longestReadMs(Resolution.RAW) != Long.MAX_VALUE;
        long rangeMs = bounded ? keepMs : SeriesQuery.MAX_RANGE.toMillis();
        long stepMs = bounded ? connection.dialect().longestReadMs(Resolution.RAW) : rangeMs + 3 * DAY_MS;
        for (String farm : TagValues.farms(connection)) {
            long fromMs = Resolution.DAY.floor(nowMs - rangeMs);
            while (fromMs < endMs) {
                long toMs = Math.min(fromMs + stepMs, endMs);
                for (JsonNode series : connection.query(
                        Place.READINGS,
                        "SELECT count(\"value\") FROM \"telemetry\" WHERE \"farm\" = '" + farm + "' AND time >= "
                                + fromMs + "ms AND time < " + toMs + "ms GROUP BY time(1d) fill(none)")) {
                    for (JsonNode row : series.path("values")) {
                        LocalDate day = LocalDate.ofEpochDay(
                                StaleHours.epochDay(row.get(0).asLong()));
                        counts.merge(day, row.get(1).asLong(), Long::sum);
                    }
                }
                fromMs = toMs;
            }
        }
        return counts;
    }

    /** Positions are {@code farm point time}: the next page begins at that time of that point. Empty at the day's end. */
    Optional<String> readPage(LocalDate day, String position, int maxRows, ReadingBatch into) throws StoreUnavailable {
        long dayMs = day.toEpochDay() * DAY_MS;
        String[] at = position.isEmpty() ? new String[] {"", "", Long.toString(dayMs)} : position.split(" ", -1);
        int room = maxRows;
        for (String farm : TagValues.farms(connection)) {
            if (farm.compareTo(at[0]) < 0) {
                continue;
            }
            for (String point : TagValues.points(connection, farm)) {
                boolean sameFarm = farm.equals(at[0]);
                if (sameFarm && point.compareTo(at[1]) < 0) {
                    continue;
                }
                long fromMs = sameFarm && point.equals(at[1]) ? Long.parseLong(at[2]) : dayMs;
                room -= readPoint(farm, point, fromMs, dayMs + DAY_MS, room, into);
                if (room == 0) {
                    return Optional.of(farm + " " + point + " " + (into.timeMs(into.size() - 1) + 1));
                }
            }
        }
        return Optional.empty();
    }

    private int readPoint(String farm, String point, long fromMs, long toMs, int maxRows, ReadingBatch into)
            throws StoreUnavailable {
        String readings = "FROM \"telemetry\" WHERE \"farm\" = '" + farm + "' AND \"point\" = '" + point
                + "' AND time < " + toMs + "ms AND time >= ";
        String unit = ToldUnits.NONE;
        for (JsonNode series :
                connection.query(Place.READINGS, "SELECT last(\"unit\") " + readings + (toMs - DAY_MS) + "ms")) {
            unit = series.path("values").path(0).path(1).asText();
        }
        int read = 0;
        for (JsonNode series : connection.query(
                Place.READINGS, "SELECT \"value\" " + readings + fromMs + "ms ORDER BY time ASC LIMIT " + maxRows)) {
            for (JsonNode row : series.path("values")) {
                into.add(
                        farm,
                        point,
                        unit.equals(ToldUnits.NONE) ? null : unit,
                        row.get(0).asLong(),
                        row.get(1).asDouble());
                read++;
            }
        }
        return read;
    }
}
