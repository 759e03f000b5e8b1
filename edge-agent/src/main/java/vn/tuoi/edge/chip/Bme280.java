package vn.tuoi.edge.chip;

import java.util.ArrayList;
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
            Bme280Calibration known = calibration == null ? readCalibration() : calibration;
            calibration = known;
            byte[] data = measure();
            int pressure = twentyBits(data, 0);
            int temperature = twentyBits(data, 3);
            int humidity = ((data[6] & 0xFF) << 8) | (data[7] & 0xFF);
            double fine = known.fineTemperature(temperature);
            return List.of(
                    new Sample.Measured(temperaturePoint, Bme280Calibration.celsius(fine)),
                    new Sample.Measured(humidityPoint, known.humidityPercent(humidity, fine)),
                    // the contract's pressure is in kPa
                    new Sample.Measured(pressurePoint, known.pascals(pressure, fine) / 1000));
        } catch (DeviceFailure e) {
            // it may have been exchanged for another one
            calibration = null;
            List<Sample> none = new ArrayList<>();
            points().forEach(point -> none.add(new Sample.Unavailable(point, String.valueOf(e.getMessage()))));
            return none;
        }
    }

    private Bme280Calibration readCalibration() throws DeviceFailure {
        int id = chip.readRegister(ID, 1)[0] & 0xFF;
        if (id != CHIP_ID) {
            throw new DeviceFailure("the chip at " + chip.where() + " is not a BME280: its id is "
                    + Integer.toHexString(id) + ", not " + Integer.toHexString(CHIP_ID));
        }
        return Bme280Calibration.decode(
                chip.readRegister(0x88, 24), chip.readRegister(0xA1, 1)[0] & 0xFF, chip.readRegister(0xE1, 7));
    }

    private byte[] measure() throws DeviceFailure {
        // takes effect with the write to the measuring control
        chip.write((byte) CONTROL_HUMIDITY, (byte) 0x01);
        chip.write((byte) CONTROL_MEASURE, (byte) 0x25);
        for (int i = 0; i < TRIES; i++) {
            Pause.millis(MEASURE_MS);
            if ((chip.readRegister(STATUS, 1)[0] & MEASURING) == 0) {
                return chip.readRegister(DATA, 8);
            }
        }
        throw new DeviceFailure("BME280 " + chip.where() + " does not finish a measurement");
    }

    private static int twentyBits(byte[] data, int at) {
        return ((data[at] & 0xFF) << 12) | ((data[at + 1] & 0xFF) << 4) | ((data[at + 2] & 0xFF) >> 4);
    }
}
