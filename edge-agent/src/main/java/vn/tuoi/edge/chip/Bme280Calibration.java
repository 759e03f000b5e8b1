package vn.tuoi.edge.chip;

/**
 * A BME280's own constants and what they make of its raw values: the floating point form of the data sheet (BST-BME280,
 * section 8.1). Arrays are dig_T1 to T3, dig_P1 to P9, dig_H1 to H6. Immutable.
 */
final class Bme280Calibration {
    private final int[] t;
    private final int[] p;
    private final int[] h;

    Bme280Calibration(int[] t, int[] p, int[] h) {
        this.t = t.clone();
        this.p = p.clone();
        this.h = h.clone();
    }

    /**
     * @param low registers 0x88 to 0x9F
     * @param h1 register 0xA1
     * @param high registers 0xE1 to 0xE7
     */
    static Bme280Calibration decode(byte[] low, int h1, byte[] high) {
        int[] t = {unsigned(low, 0), signed(low, 2), signed(low, 4)};
        int[] p = new int[9];
        p[0] = unsigned(low, 6);
        for (int i = 1; i < 9; i++) {
            p[i] = signed(low, 6 + 2 * i);
        }
        int[] h = {
            h1,
            signed(high, 0),
            high[2] & 0xFF,
            (high[3] << 4) | (high[4] & 0x0F),
            (high[5] << 4) | ((high[4] & 0xFF) >> 4),
            high[6]
        };
        return new Bme280Calibration(t, p, h);
    }

    private static int unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
    }

    private static int signed(byte[] bytes, int at) {
        return (short) unsigned(bytes, at);
    }

    /** The temperature in units of 1/5,120 °C, which the other two quantities need. */
    double fineTemperature(int raw) {
        double first = (raw / 16_384.0 - t[0] / 1_024.0) * t[1];
        double offset = raw / 131_072.0 - t[0] / 8_192.0;
        return first + offset * offset * t[2];
    }

    static double celsius(double fineTemperature) {
        return fineTemperature / 5_120;
    }

    double pascals(int raw, double fineTemperature) {
        double a = fineTemperature / 2 - 64_000;
        double b = a * a * p[5] / 32_768 + a * p[4] * 2;
        double offset = b / 4 + p[3] * 65_536.0;
        double scale = (1 + (p[2] * a * a / 524_288 + p[1] * a) / 524_288 / 32_768) * p[0];
        if (scale == 0) {
            // a chip without calibration; no air has this pressure, so it is refused as implausible
            return 0;
        }
        double pressure = (1_048_576 - raw - offset / 4_096) * 6_250 / scale;
        return pressure + (p[8] * pressure * pressure / 2_147_483_648.0 + pressure * p[7] / 32_768 + p[6]) / 16;
    }

    double humidityPercent(int raw, double fineTemperature) {
        double a = fineTemperature - 76_800;
        double measured = raw - (h[3] * 64.0 + h[4] / 16_384.0 * a);
        double gain = h[1] / 65_536.0 * (1 + h[5] / 67_108_864.0 * a * (1 + h[2] / 67_108_864.0 * a));
        double humidity = measured * gain;
        humidity *= 1 - h[0] * humidity / 524_288;
        return Math.max(0, Math.min(100, humidity));
    }
}
