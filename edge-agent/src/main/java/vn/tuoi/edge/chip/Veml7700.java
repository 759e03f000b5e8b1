package vn.tuoi.edge.chip;

import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A Vishay VEML7700 light meter (data sheet 84286) at gain 1/8 and 25 ms, the one setting that reaches full sun: 2.1504
 * lx a count up to 140,900 lx. It measures all the time; its settings are read back at every sample, because after a
 * brown-out it is shut down and would show its last value for ever. Vishay's polynomial for bright light is not applied:
 * it is fitted to other ranges and runs away above about 20,000 lx.
 */
public final class Veml7700 implements Sensor {
    private static final int SETTINGS = 0x00;
    private static final int LIGHT = 0x04;

    /** ALS_GAIN 10 (1/8), ALS_IT 1100 (25 ms), no interrupt, ALS_SD 0 (on): data sheet, table 1. */
    private static final int WANTED = 0x1300;

    private static final double LUX_PER_COUNT = 2.1504;
    private static final int FULL = 0xFFFF;

    /** 2.5 ms to wake up and two integrations, of which the first may be half one. */
    private static final int FIRST_VALUE_MS = 55;

    private final String point;
    private final I2cDevice chip;

    /** @param point ends in {@code /illuminance} */
    public Veml7700(String point, I2cDevice chip) {
        this.point = point;
        this.chip = chip;
    }

    @Override
    public List<String> points() {
        return List.of(point);
    }

    @Override
    public List<Sample> sample() {
        try {
            if (word(SETTINGS) != WANTED) {
                chip.write((byte) SETTINGS, (byte) WANTED, (byte) (WANTED >> 8));
                chip.pause(FIRST_VALUE_MS);
                if (word(SETTINGS) != WANTED) {
                    throw DeviceFailure.of("device.forgets_settings", "where", chip.where());
                }
            }
            int counts = word(LIGHT);
            if (counts == FULL) {
                throw DeviceFailure.of("device.saturated", "where", chip.where());
            }
            return List.of(new Sample.Measured(point, counts * LUX_PER_COUNT));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }

    private int word(int register) throws DeviceFailure {
        return Words.littleEndian(chip.readRegister(register, 2), 0);
    }
}
