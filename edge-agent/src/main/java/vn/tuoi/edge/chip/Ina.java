package vn.tuoi.edge.chip;

import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A TI INA219 (SBOS448G) or INA226 (SBOS547A) in the supply of a valve or a pump: {@code current} in A and
 * {@code voltage} in V. The current is the shunt voltage over the shunt, as SBOS448G section 8.5.3 describes, and not the
 * chip's own current register: that one reads 0 after a brown-out, until somebody writes its calibration again.
 *
 * <p>A shunt voltage at the end of its range stands for "at least so much", which is what protects a pump.
 */
public final class Ina implements Sensor {
    private static final int SETTINGS = 0x00;
    private static final int SHUNT = 0x01;
    private static final int BUS = 0x02;
    private static final int MANUFACTURER = 0xFE;
    private static final int TEXAS_INSTRUMENTS = 0x5449;
    private static final int FIRST_VALUE_MS = 5;

    private final String currentPoint;
    private final String voltagePoint;
    private final I2cDevice chip;
    private final Series series;
    private final double shuntOhms;

    /** What the two series differ in; both measure continuously with the settings that they have at power-on. */
    private enum Series {
        /** Shunt ±320 mV at 10 µV; bus voltage from bit 3 up at 4 mV (SBOS448G, tables 2 and 5, figure 24). */
        INA219(0x399F, 10e-6),
        /** Shunt ±81.92 mV at 2.5 µV; bus voltage at 1.25 mV (SBOS547A, table 2). */
        INA226(0x4127, 2.5e-6);

        private final int settings;
        private final double voltsPerBit;

        Series(int settings, double voltsPerBit) {
            this.settings = settings;
            this.voltsPerBit = voltsPerBit;
        }

        private double busVolts(int word) {
            return this == INA219 ? (word >> 3) * 0.004 : (word & 0x7FFF) * 0.001_25;
        }
    }

    /** @param place the first part of its points, e.g. {@code pump} */
    public Ina(String place, I2cDevice chip, DeviceWiring.Ina wiring) {
        this.currentPoint = place + "/current";
        this.voltagePoint = place + "/voltage";
        this.chip = chip;
        this.series = wiring.series() == 219 ? Series.INA219 : Series.INA226;
        this.shuntOhms = wiring.shuntOhms();
    }

    @Override
    public List<String> points() {
        return List.of(currentPoint, voltagePoint);
    }

    @Override
    public List<Sample> sample() {
        try {
            if (series == Series.INA226) {
                int manufacturer = Words.read(chip, MANUFACTURER);
                if (manufacturer != TEXAS_INSTRUMENTS) {
                    throw DeviceFailure.of(
                            "device.other_chip",
                            "where",
                            chip.where(),
                            "wanted",
                            "INA226",
                            "found",
                            Integer.toHexString(manufacturer));
                }
            }
            if (Words.read(chip, SETTINGS) != series.settings) {
                Words.write(chip, SETTINGS, series.settings);
                chip.pause(FIRST_VALUE_MS);
                if (Words.read(chip, SETTINGS) != series.settings) {
                    throw DeviceFailure.of("device.forgets_settings", "where", chip.where());
                }
            }
            double shuntVolts = (short) Words.read(chip, SHUNT) * series.voltsPerBit;
            return List.of(
                    new Sample.Measured(currentPoint, shuntVolts / shuntOhms),
                    new Sample.Measured(voltagePoint, series.busVolts(Words.read(chip, BUS))));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }
}
