package vn.tuoi.agronomy;

/**
 * A closed interval of a quantity with its unit: the one place where input is refused with the value, the unit and the range.
 *
 * @param name what is measured, as a person would say it
 * @param unit the unit as printed, empty for a ratio
 * @param min smallest accepted value
 * @param max largest accepted value
 */
public record Range(String name, String unit, double min, double max) {

    /** Refuses an interval that holds nothing. */
    public Range {
        if (!(min <= max)) {
            throw new IllegalArgumentException("range of " + name + " is empty: " + min + ".." + max);
        }
    }

    /** Whether the value is a number inside the interval. */
    public boolean holds(double value) {
        return value >= min && value <= max;
    }

    /**
     * The value itself.
     *
     * @throws IllegalArgumentException naming value, unit and range when it is outside, infinite or not a number
     */
    public double require(double value) {
        if (!holds(value)) {
            throw new IllegalArgumentException(refusal(value));
        }
        return value;
    }

    /** The sentence that a refused value gets. */
    public String refusal(double value) {
        String suffix = unit.isEmpty() ? "" : " " + unit;
        return name + " is " + value + suffix + ", must be " + min + " to " + max + suffix;
    }
}
