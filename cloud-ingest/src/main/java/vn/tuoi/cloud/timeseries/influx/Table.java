package vn.tuoi.cloud.timeseries.influx;

import vn.tuoi.cloud.timeseries.Resolution;

/** A measurement and how what a chart needs is selected from it. */
record Table(Place place, String measurement, String aggregates) {
    private static final String OF_ROLLUPS = "min(\"min\"), sum(\"sum\"), max(\"max\"), sum(\"count\")";

    static Table of(Resolution resolution) {
        return switch (resolution) {
            case RAW ->
                new Table(
                        Place.READINGS,
                        "telemetry",
                        "min(\"value\"), sum(\"value\"), max(\"value\"), count(\"value\")");
            case HOUR -> new Table(Place.ROLLUPS, "telemetry_hour", OF_ROLLUPS);
            case DAY -> new Table(Place.ROLLUPS, "telemetry_day", OF_ROLLUPS);
            case QUARTER_HOUR, SIX_HOURS -> throw new IllegalArgumentException("not in InfluxDB: " + resolution);
        };
    }

    String quoted() {
        return "\"" + measurement + "\"";
    }
}
