package vn.tuoi.edge.control;

import java.time.Instant;

/**
 * The two times that the controller knows at a step.
 *
 * @param monotonicMs farm milliseconds that never go back while the process runs; every duration is measured on it
 * @param wall what the clock shows
 * @param wallTrusted whether the clock is known to be right (synchronised, or a battery-backed clock that was)
 */
public record ControlTime(long monotonicMs, Instant wall, boolean wallTrusted) {}
