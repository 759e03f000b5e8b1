package vn.tuoi.edge.chip;

import java.util.List;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A capacitive soil probe on one input of an ADS1115 (TI SBAS444, table 8): single shots at ±4.096 V and 128 samples a second.
 * Moisture is linear in 1/V between the two points of its calibration.
 */
public final class Ads1115SoilProbe implements Sensor {
    private static final int CONVERSION = 0;
    private static final int CONFIG = 1;
    private static final int DONE = 0x8000;
    private static final double VOLTS_PER_BIT = 4.096 / 32_768;
    private static final int CONVERSION_MS = 9;

    /** The rate is 10 % off at most; a chip that is not ready after three times as long never will be. */
    private static final int TRIES = 3;

    /** Below, the probe is shorted or its supply is gone. */
    private static final double LOWEST_VOLTS = 0.05;

    /** A probe in air reads a little more than in dry soil; an open input floats higher. */
    private static final double OPEN_FACTOR = 1.25;

    private final String point;
    private final I2cDevice chip;
    private final DeviceWiring.Ads1115 wiring;

    public Ads1115SoilProbe(String point, I2cDevice chip, DeviceWiring.Ads1115 wiring) {
        this.point = point;
        this.chip = chip;
        this.wiring = wiring;
    }

    @Override
    public List<String> points() {
        return List.of(point);
    }

    @Override
    public List<Sample> sample() {
        try {
            return List.of(toMoisture(volts()));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }

    private double volts() throws DeviceFailure {
        // OS = start, MUX = AINn against ground, PGA = ±4.096 V, MODE = single shot; 128 SPS, comparator off
        int settings = 0xC383 | (wiring.input() << 12);
        Words.write(chip, CONFIG, settings);
        for (int i = 0; i < TRIES; i++) {
            chip.pause(CONVERSION_MS);
            int now = Words.read(chip, CONFIG);
            if (((now ^ settings) & ~DONE) != 0) {
                // a brown-out in between: the conversion, if there is one, is of another input
                throw DeviceFailure.of("device.was_reset", "where", chip.where());
            }
            if ((now & DONE) != 0) {
                return (short) Words.read(chip, CONVERSION) * VOLTS_PER_BIT;
            }
        }
        throw DeviceFailure.of("device.not_finished", "where", chip.where());
    }

    private Sample toMoisture(double volts) {
        if (volts < LOWEST_VOLTS) {
            return new Sample.Unavailable(
                    point, Explanation.of("device.probe_shorted", "millivolts", Math.rint(volts * 1000)));
        }
        if (volts > wiring.dryVolts() * OPEN_FACTOR) {
            return new Sample.Unavailable(
                    point, Explanation.of("device.probe_open", "millivolts", Math.rint(volts * 1000)));
        }
        double inverse = 1 / volts;
        double dry = 1 / wiring.dryVolts();
        double wet = 1 / wiring.wetVolts();
        double moisture =
                wiring.dryMoisture() + (inverse - dry) / (wet - dry) * (wiring.wetMoisture() - wiring.dryMoisture());
        // a little outside the calibrated points is the calibration, not the soil
        return new Sample.Measured(point, Math.max(0, moisture));
    }
}
