package vn.tuoi.edge.chip;

import java.util.List;
import java.util.Locale;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A capacitive soil probe on one input of an ADS1115 (TI SBAS444): single shots at ±4.096 V and 128 samples a second.
 * Moisture is linear in 1/V between the two points of its calibration.
 */
public final class Ads1115SoilProbe implements Sensor {
    private static final int CONVERSION = 0;
    private static final int CONFIG = 1;
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
            return List.of(new Sample.Unavailable(point, String.valueOf(e.getMessage())));
        }
    }

    private double volts() throws DeviceFailure {
        // OS = start, MUX = AINn against ground, PGA = ±4.096 V, MODE = single shot; 128 SPS, comparator off
        chip.write((byte) CONFIG, (byte) (0xC3 | (wiring.input() << 4)), (byte) 0x83);
        for (int i = 0; i < TRIES; i++) {
            Pause.millis(CONVERSION_MS);
            if ((chip.readRegister(CONFIG, 2)[0] & 0x80) != 0) {
                byte[] raw = chip.readRegister(CONVERSION, 2);
                return (short) (((raw[0] & 0xFF) << 8) | (raw[1] & 0xFF)) * VOLTS_PER_BIT;
            }
        }
        throw new DeviceFailure("ADS1115 " + chip.where() + " does not finish a conversion");
    }

    private Sample toMoisture(double volts) {
        if (volts < LOWEST_VOLTS) {
            return new Sample.Unavailable(
                    point, String.format(Locale.ROOT, "the probe gives %.3f V: shorted, or without supply", volts));
        }
        if (volts > wiring.dryVolts() * OPEN_FACTOR) {
            return new Sample.Unavailable(
                    point, String.format(Locale.ROOT, "the probe gives %.3f V: its wire is open", volts));
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
