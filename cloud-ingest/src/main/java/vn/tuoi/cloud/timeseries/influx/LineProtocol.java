package vn.tuoi.cloud.timeseries.influx;

import java.util.ArrayList;
import java.util.List;
import vn.tuoi.cloud.timeseries.ReadingBatch;

/**
 * Rows as InfluxDB line protocol: measurement {@code telemetry}, tags {@code farm} and {@code point}, fields {@code
 * value} (always a float) and {@code unit}. Farms and points have no character that needs escaping.
 */
final class LineProtocol {
    private LineProtocol() {}

    /** A line a row, without the end of line. */
    static List<String> of(ReadingBatch batch) {
        List<String> lines = new ArrayList<>(batch.size());
        StringBuilder line = new StringBuilder(100);
        for (int row = 0; row < batch.size(); row++) {
            line.setLength(0);
            line.append("telemetry,farm=")
                    .append(batch.farm(row))
                    .append(",point=")
                    .append(batch.point(row))
                    .append(" value=")
                    .append(batch.value(row));
            String unit = batch.unit(row);
            if (unit != null) {
                line.append(",unit=\"")
                        .append(unit.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
            lines.add(line.append(' ').append(batch.timeMs(row)).toString());
        }
        return lines;
    }
}
