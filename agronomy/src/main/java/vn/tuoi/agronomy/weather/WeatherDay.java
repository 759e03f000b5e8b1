package vn.tuoi.agronomy.weather;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one day at one place; what was not measured is absent. Immutable.
 *
 * <p>Wind is kept with the height it was measured at; see {@link #wind()}.
 */
public final class WeatherDay {

    /**
     * Wind speed with its height above the ground.
     *
     * @param speedMetresPerSecond mean of the day
     * @param heightMetres of the instrument
     */
    public record Wind(double speedMetresPerSecond, double heightMetres) {}

    private final LocalDate date;
    private final EnumMap<WeatherColumn, Double> values;
    private final double otherWindHeightMetres;

    private WeatherDay(LocalDate date, EnumMap<WeatherColumn, Double> values, double otherWindHeightMetres) {
        this.date = date;
        this.values = values;
        this.otherWindHeightMetres = otherWindHeightMetres;
    }

    /**
     * A day from measured values, wind without a stated height taken at 2 m.
     *
     * @throws IllegalArgumentException naming the value, its unit and its range, or two values that contradict each other
     */
    public static WeatherDay of(LocalDate date, Map<WeatherColumn, Double> values) {
        return of(date, values, 2.0);
    }

    /**
     * A day from measured values.
     *
     * @param windHeightMetres height of {@link WeatherColumn#WIND_MS}
     * @throws IllegalArgumentException naming the value, its unit and its range, or two values that contradict each other
     */
    public static WeatherDay of(LocalDate date, Map<WeatherColumn, Double> values, double windHeightMetres) {
        EnumMap<WeatherColumn, Double> copy = new EnumMap<>(WeatherColumn.class);
        values.forEach((column, value) -> copy.put(column, column.range().require(value)));
        Double min = copy.get(WeatherColumn.TMIN);
        Double max = copy.get(WeatherColumn.TMAX);
        if (min != null && max != null && min > max) {
            throw new IllegalArgumentException("tmin " + min + " °C is above tmax " + max + " °C");
        }
        return new WeatherDay(date, copy, windHeightMetres);
    }

    /** The civil day. */
    public LocalDate date() {
        return date;
    }

    /** Day of the year, 1 to 366: J of FAO-56. */
    public int dayOfYear() {
        return date.getDayOfYear();
    }

    /** The measured value of a column in its unit, relative humidity at most 100 %. */
    public OptionalDouble value(WeatherColumn column) {
        Double value = values.get(column);
        if (value == null) {
            return OptionalDouble.empty();
        }
        boolean humidity =
                column == WeatherColumn.RHMAX || column == WeatherColumn.RHMIN || column == WeatherColumn.RHMEAN;
        return OptionalDouble.of(humidity ? Math.min(value, 100) : value);
    }

    /** Whether the column was measured on this day. */
    public boolean has(WeatherColumn column) {
        return values.containsKey(column);
    }

    /** Measured wind, the instrument nearest to 2 m first. */
    public Optional<Wind> wind() {
        @Nullable Double at2 = values.get(WeatherColumn.WIND2_MS);
        if (at2 != null) {
            return Optional.of(new Wind(at2, 2));
        }
        @Nullable Double at3 = values.get(WeatherColumn.WIND3_MS);
        if (at3 != null) {
            return Optional.of(new Wind(at3, 3));
        }
        @Nullable Double other = values.get(WeatherColumn.WIND_MS);
        return other == null ? Optional.empty() : Optional.of(new Wind(other, otherWindHeightMetres));
    }

    /** Rain of the day in mm; a day without a rain column had none. */
    public double rainMm() {
        return value(WeatherColumn.RAIN_MM).orElse(0);
    }

    /** The same day with another rain depth, mm. */
    public WeatherDay withRainMm(double rainMm) {
        EnumMap<WeatherColumn, Double> copy = new EnumMap<>(values);
        copy.put(WeatherColumn.RAIN_MM, WeatherColumn.RAIN_MM.range().require(rainMm));
        return new WeatherDay(date, copy, otherWindHeightMetres);
    }

    @Override
    public String toString() {
        return date + " " + values;
    }
}
