package vn.tuoi.config.plan;

import org.jspecify.annotations.Nullable;

/**
 * How much water one run gives: exactly one of the three.
 *
 * @param minutes open time, 0.1 to 1,440
 * @param millimetres net depth on the zone's area, above 0
 * @param litres volume through the valve, above 0
 */
public record Amount(
        @Nullable Double minutes,
        @Nullable Double millimetres,
        @Nullable Double litres) {
    public static Amount ofMinutes(double minutes) {
        return new Amount(minutes, null, null);
    }

    public static Amount ofMillimetres(double millimetres) {
        return new Amount(null, millimetres, null);
    }

    public static Amount ofLitres(double litres) {
        return new Amount(null, null, litres);
    }
}
