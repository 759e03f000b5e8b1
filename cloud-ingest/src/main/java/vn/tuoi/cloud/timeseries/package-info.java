/** Telemetry at rest: what every store promises, and the values that go in and out. */
@NullMarked
package vn.tuoi.cloud.timeseries;

import org.jspecify.annotations.NullMarked;
