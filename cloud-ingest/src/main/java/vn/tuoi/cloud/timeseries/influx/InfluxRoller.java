package vn.tuoi.cloud.timeseries.influx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import vn.tuoi.cloud.timeseries.Resolution;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.sqlite.RollupJournal;

/**
 * Computes hours and days of a farm's points from its readings: anew and whole, so doing it twice, or by two processes,
 * is harmless. Never an engine's own continuous query, which only 1.x has, and which does not see late readings. One
 * thread's.
 */
final class InfluxRoller {
    private static final long HOUR_MS = Resolution.HOUR.stepMs();
    private static final long DAY_MS = Resolution.DAY.stepMs();

    private static final int FARMS_PER_STEP = 20;

    private final InfluxConnection connection;

    /** Of a day that is done for all farms, in alphabetical order: those there are, and the last one that is done. */
    private List<String> everyFarm = List.of();

    private String everyFarmDone = "";

    InfluxRoller(InfluxConnection connection) {
        this.connection = connection;
    }

    /**
     * What a step did.
     *
     * @param hours of a farm that were rolled up
     * @param complete whether all that was due has been
     */
    record Step(int hours, boolean complete) {}

    /** Rolls up what is due; a day of every farm takes several calls. */
    Step roll(RollupJournal.Due due) throws StoreUnavailable {
        if (!due.farm().equals(RollupJournal.EVERY_FARM)) {
            return new Step(roll(due.farm(), due), true);
        }
        if (everyFarmDone.isEmpty()) {
            everyFarm = TagValues.farms(connection);
        }
        int hours = 0;
        int farms = 0;
        for (String farm : everyFarm) {
            if (farm.compareTo(everyFarmDone) > 0) {
                if (farms == FARMS_PER_STEP) {
                    return new Step(hours, false);
                }
                hours += roll(farm, due);
                everyFarmDone = farm;
                farms++;
            }
        }
        everyFarmDone = "";
        return new Step(hours, true);
    }

    private int roll(String farm, RollupJournal.Due due) throws StoreUnavailable {
        long dayMs = due.epochDay() * DAY_MS;
        if (due.hours() != 0) {
            long fromMs = dayMs + Integer.numberOfTrailingZeros(due.hours()) * HOUR_MS;
            long toMs = dayMs + (Integer.SIZE - Integer.numberOfLeadingZeros(due.hours())) * HOUR_MS;
            compute(farm, Resolution.RAW, Resolution.HOUR, fromMs, toMs);
        }
        if (due.dayIsOver()) {
            compute(farm, Resolution.HOUR, Resolution.DAY, dayMs, dayMs + DAY_MS);
        }
        return Integer.bitCount(due.hours());
    }

    private void compute(String farm, Resolution from, Resolution into, long fromMs, long toMs)
            throws StoreUnavailable {
        Table source = Table.of(from);
        StringBuilder lines = new StringBuilder();
        int rows = 0;
        for (JsonNode series : connection.query(
                source.place(),
                "SELECT " + source.aggregates() + " FROM " + source.quoted() + " WHERE \"farm\" = '" + farm
                        + "' AND time >= " + fromMs + "ms AND time < " + toMs + "ms GROUP BY time(" + into.stepMs()
                        + "ms), \"point\" fill(none)")) {
            String key = Table.of(into).measurement() + ",farm=" + farm + ",point="
                    + series.path("tags").path("point").asText();
            for (JsonNode row : series.path("values")) {
                lines.append(key + " min=" + row.get(1).asDouble() + ",sum="
                        + row.get(2).asDouble() + ",max="
                        + row.get(3).asDouble() + ",count=" + row.get(4).asLong() + "i "
                        + row.get(0).asLong() + "\n");
                rows++;
            }
        }
        if (rows > 0) {
            connection.write(Table.of(into).place(), lines.toString(), rows);
        }
    }
}
