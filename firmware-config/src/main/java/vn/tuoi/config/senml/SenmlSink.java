package vn.tuoi.config.senml;

import org.jspecify.annotations.Nullable;

/** Takes the readings of an accepted pack, one call each in the pack's order; see {@link Reading} for the arguments. */
@FunctionalInterface
public interface SenmlSink {
    void reading(String point, @Nullable String unit, long timeMs, double value, boolean isBoolean);
}
