/** Telemetry in an SQLite file of its own; the JDBC room of telemetry. */
@NullMarked
package vn.tuoi.cloud.timeseries.sqlite;

import org.jspecify.annotations.NullMarked;
