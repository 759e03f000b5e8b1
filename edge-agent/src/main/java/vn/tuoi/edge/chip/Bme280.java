package vn.tuoi.edge.chip;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/**
 * A Bosch BME280 in forced mode: air temperature, humidity and pressure. The calibration is read when the chip first
 * answers and again after it did not.
 */
public final class Bme280 implements Sensor {
    private static final int ID = 0xD0;
    private static final int CHIP_ID = 0x60;
    private static final int CONTROL_HUMIDITY = 0xF2;
    private static final int STATUS = 0xF3;
    private static final int CONTROL_MEASURE = 0xF4;
    private static final int DATA = 0xF7;
    private static final int MEASURING = 0x08;

    /** The chip without humidity that is sold under the same name. */
    private static final int BMP280_ID = 0x58;

    /** What the registers hold before the first measurement (BST-BME280, sections 5.4.7 to 5.4.9). */
    private static final int SKIPPED = 0x80000;

    private static final int SKIPPED_HUMIDITY = 0x8000;
    private static final int TRIES = 5;
    private static final int MEASURE_MS = 10;

    private final String temperaturePoint;
    private final String humidityPoint;
    private final String pressurePoint;
    private final I2cDevice chip;
    private @Nullable Bme280Calibration calibration;

    /** @param place the first part of its points, e.g. {@code weather} */
    public Bme280(String place, I2cDevice chip) {
        this.temperaturePoint = place + "/air_temperature";
        this.humidityPoint = place + "/air_humidity";
        this.pressurePoint = place + "/air_pressure";
        this.chip = chip;
    }

    @Override
    public List<String> points() {
        return List.of(temperaturePoint, humidityPoint, pressurePoint);
    }

    @Override
    public List<Sample> sample() {
        try {
            checkIdentity();
            Bme280Calibration known = calibration == null ? readCalibration() : calibration;
            calibration = known;
            byte[] data = measure();
            int pressure = twentyBits(data, 0);
            int temperature = twentyBits(data, 3);
            int humidity = Words.bigEndian(data, 6);
            if (pressure == SKIPPED || temperature == SKIPPED || humidity == SKIPPED_HUMIDITY) {
                throw DeviceFailure.of("device.power_on_value", "where", chip.where());
            }
            double fine = known.fineTemperature(temperature);
            // the contract's pressure is in kPa
            double kiloPascals = known.pascals(pressure, fine) / 1000;
            double celsius = Bme280Calibration.celsius(fine);
            checkRange(celsius, -40, 85);
            checkRange(kiloPascals, 30, 110);
            return List.of(
                    new Sample.Measured(temperaturePoint, celsius),
                    new Sample.Measured(humidityPoint, known.humidityPercent(humidity, fine)),
                    new Sample.Measured(pressurePoint, kiloPascals));
        } catch (DeviceFailure e) {
            // it may have been exchanged for another one
            calibration = null;
            return Sample.unavailable(points(), e.reason());
        }
    }

    /** Every time: a bus that is stuck low gives 0 for everything, and 0 makes believable humidity. */
    private void checkIdentity() throws DeviceFailure {
        int id = chip.readRegister(ID, 1)[0] & 0xFF;
        if (id != CHIP_ID) {
            throw DeviceFailure.of(
                    "device.other_chip",
                    "where",
                    chip.where(),
                    "wanted",
                    "BME280",
                    "found",
                    id == BMP280_ID ? "BMP280" : Integer.toHexString(id));
        }
    }

    /** What the chip is specified for (data sheet, table 1 to 3); outside, a bit was lost on the way. */
    private void checkRange(double value, double lowest, double highest) throws DeviceFailure {
        if (!(value >= lowest && value <= highest)) {
            throw DeviceFailure.of("device.out_of_range", "where", chip.where(), "value", value);
        }
    }

    private Bme280Calibration readCalibration() throws DeviceFailure {
        return Bme280Calibration.decode(
                chip.readRegister(0x88, 24), chip.readRegister(0xA1, 1)[0] & 0xFF, chip.readRegister(0xE1, 7));
    }

    private byte[] measure() throws DeviceFailure {
        // takes effect with the write to the measuring control
        chip.write((byte) CONTROL_HUMIDITY, (byte) 0x01);
        chip.write((byte) CONTROL_MEASURE, (byte) 0x25);
        for (int i = 0; i < TRIES; i++) {
            chip.pause(MEASURE_MS);
            if ((chip.readRegister(STATUS, 1)[0] & MEASURING) == 0) {
                return chip.readRegister(DATA, 8);
            }
        }
        throw DeviceFailure.of("device.not_finished", "where", chip.where());
    }

    private static int twentyBits(byte[] data, int at) {
        return ((data[at] & 0xFF) << 12) | ((data[at + 1] & 0xFF) << 4) | ((data[at + 2] & 0xFF) >> 4);
    }
}
