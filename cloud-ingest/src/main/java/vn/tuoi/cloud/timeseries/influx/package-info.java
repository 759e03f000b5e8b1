/** Telemetry in InfluxDB 1.6 and later; the room of its client library. */
@NullMarked
package vn.tuoi.cloud.timeseries.influx;

import org.jspecify.annotations.NullMarked;
