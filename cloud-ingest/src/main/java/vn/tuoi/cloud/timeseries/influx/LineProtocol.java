package vn.tuoi.cloud.timeseries.influx;

import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.StaleHours;

/**
 * Rows as InfluxDB line protocol: measurement {@code telemetry}, tags {@code farm} and {@code point}, fields {@code
 * value} (always a float) and, where it has to be told, {@code unit}. Farms and points have no character that needs escaping.
 */
final class LineProtocol {
    private static final int CHARACTERS_A_ROW = 110;

    private LineProtocol() {}

    /** Rows {@code from} (included) to {@code to} (not included), a line each. */
    static String of(ReadingBatch batch, int from, int to, ToldUnits units) {
        StringBuilder lines = new StringBuilder((to - from) * CHARACTERS_A_ROW);
        for (int row = from; row < to; row++) {
            lines.append("telemetry,farm=")
                    .append(batch.farm(row))
                    .append(",point=")
                    .append(batch.point(row))
                    .append(" value=")
                    .append(batch.value(row));
            String unit = units.toTell(
                    batch.farm(row), batch.point(row), batch.unit(row), StaleHours.epochDay(batch.timeMs(row)));
            if (unit != null) {
                lines.append(",unit=\"")
                        .append(unit.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
            lines.append(' ').append(batch.timeMs(row)).append('\n');
        }
        return lines.toString();
    }
}
