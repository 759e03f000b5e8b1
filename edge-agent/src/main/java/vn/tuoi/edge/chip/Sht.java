package vn.tuoi.edge.chip;

import java.util.List;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/** A Sensirion SHT3x or SHT4x: one shot of high repeatability, each word with its CRC. */
public final class Sht implements Sensor {
    private final String temperaturePoint;
    private final String humidityPoint;
    private final I2cDevice chip;
    private final boolean fourthSeries;

    /**
     * @param place the first part of its points, e.g. {@code weather}
     * @param fourthSeries SHT4x instead of SHT3x
     */
    public Sht(String place, I2cDevice chip, boolean fourthSeries) {
        this.temperaturePoint = place + "/air_temperature";
        this.humidityPoint = place + "/air_humidity";
        this.chip = chip;
        this.fourthSeries = fourthSeries;
    }

    @Override
    public List<String> points() {
        return List.of(temperaturePoint, humidityPoint);
    }

    @Override
    public List<Sample> sample() {
        try {
            if (fourthSeries) {
                chip.write((byte) 0xFD);
            } else {
                chip.write((byte) 0x24, (byte) 0x00);
            }
            // 15.5 ms and 8.3 ms at most
            chip.pause(fourthSeries ? 9 : 16);
            byte[] answer = chip.read(6);
            double temperature = word(answer, 0) / 65_535.0;
            double humidity = word(answer, 3) / 65_535.0;
            double percent = fourthSeries ? -6 + 125 * humidity : 100 * humidity;
            return List.of(
                    new Sample.Measured(temperaturePoint, -45 + 175 * temperature),
                    new Sample.Measured(humidityPoint, Math.max(0, Math.min(100, percent))));
        } catch (DeviceFailure e) {
            return Sample.unavailable(points(), e.reason());
        }
    }

    private int word(byte[] answer, int at) throws DeviceFailure {
        int expected = checksum(answer[at], answer[at + 1]);
        int got = answer[at + 2] & 0xFF;
        if (expected != got) {
            throw DeviceFailure.of("device.wrong_checksum", "where", chip.where());
        }
        return Words.bigEndian(answer, at);
    }

    /** CRC-8 with polynomial 0x31 and initial value 0xFF. */
    static int checksum(byte first, byte second) {
        int crc = 0xFF;
        for (byte value : new byte[] {first, second}) {
            crc ^= value & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x31) & 0xFF : (crc << 1) & 0xFF;
            }
        }
        return crc;
    }
}
