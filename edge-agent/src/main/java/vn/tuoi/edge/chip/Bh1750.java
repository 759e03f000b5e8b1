package vn.tuoi.edge.chip;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A ROHM BH1750FVI light meter (data sheet 2011.11 rev. D): one shot in high resolution, and a second one at the lowest
 * sensitivity when the first is full, because full sun is twice what the chip takes at its usual sensitivity. Darkness is
 * believed for 18 hours: a chip that is blind says the same. A sample takes up to 260 ms.
 */
public final class Bh1750 implements Sensor {
    private static final int POWER_ON = 0x01;
    /** One measurement in H-resolution mode, then power down (instruction set, page 5). */
    private static final int ONE_SHOT = 0x20;

    private static final int USUAL_SENSITIVITY = 69;
    private static final int LOWEST_SENSITIVITY = 31;
    private static final int LONGEST_MS_AT_USUAL = 180;
    private static final int FULL = 0xFFFF;
    private static final double COUNTS_PER_LUX = 1.2;

    /** Longer than any night where tea grows; a chip whose light has failed says 0 as well. */
    private static final long LONGEST_NIGHT_NANOS = TimeUnit.HOURS.toNanos(18);

    private final String point;
    private final I2cDevice chip;
    private final LongSupplier nanoTime;
    private long lastLightNanos;

    /**
     * @param point ends in {@code /illuminance}
     * @param nanoTime monotonic, {@link System#nanoTime}
     */
    public Bh1750(String point, I2cDevice chip, LongSupplier nanoTime) {
        this.point = point;
        this.chip = chip;
        this.nanoTime = nanoTime;
        this.lastLightNanos = nanoTime.getAsLong();
    }

    @Override
    public List<String> points() {
        return List.of(point);
    }

    @Override
    public List<Sample> sample() {
        try {
            int sensitivity = USUAL_SENSITIVITY;
            int counts = counts(sensitivity);
            if (counts == FULL) {
                sensitivity = LOWEST_SENSITIVITY;
                counts = counts(sensitivity);
            }
            if (counts == FULL) {
                return List.of(
                        new Sample.Unavailable(point, Explanation.of("device.saturated", "where", chip.where())));
            }
            long now = nanoTime.getAsLong();
            if (counts > 0) {
                lastLightNanos = now;
            } else if (now - lastLightNanos > LONGEST_NIGHT_NANOS) {
                return List.of(
                        new Sample.Unavailable(point, Explanation.of("device.always_dark", "where", chip.where())));
            }
            return List.of(
                    new Sample.Measured(point, counts / COUNTS_PER_LUX * USUAL_SENSITIVITY / (double) sensitivity));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }

    private int counts(int sensitivity) throws DeviceFailure {
        // everything is said anew each time: after a brown-out the chip is powered down and at its usual sensitivity
        chip.write((byte) POWER_ON);
        chip.write((byte) (0x40 | (sensitivity >> 5)));
        chip.write((byte) (0x60 | (sensitivity & 0x1F)));
        chip.write((byte) ONE_SHOT);
        chip.pause(LONGEST_MS_AT_USUAL * sensitivity / USUAL_SENSITIVITY + 1);
        byte[] answer = chip.read(2);
        return Words.bigEndian(answer, 0);
    }
}
