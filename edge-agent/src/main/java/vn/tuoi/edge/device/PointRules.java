package vn.tuoi.edge.device;

import org.jspecify.annotations.Nullable;

/**
 * What is special to one quantity of a sensor: {@code value = measured × gain + offset}, and what of it is sent.
 *
 * @param gain from a comparison with something better; absent means 1
 * @param offset in the quantity's unit; absent means 0; not for amounts such as rain
 * @param reporting absent takes the sensor's; its period is the sensor's always, because a device is read as a whole
 */
public record PointRules(
        @Nullable Double gain,
        @Nullable Double offset,
        @Nullable Reporting reporting) {
    double gainOrOne() {
        return gain == null ? 1 : gain;
    }

    double offsetOrZero() {
        return offset == null ? 0 : offset;
    }
}
