package vn.tuoi.edge.chip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;

/** A DS18B20 thermometer behind the kernel's 1-wire driver. Reading it takes the kernel about 750 ms. */
public final class Ds18b20 implements Sensor {
    private static final Pattern VALUE = Pattern.compile("t=(-?\\d{1,6})");

    /** What the chip says before its first conversion; soil of exactly this temperature does not exist. */
    private static final int POWER_ON = 85_000;

    private static final String ALL_ZERO = "00 00 00 00 00 00 00 00 00";

    private final String point;
    private final Path file;

    /**
     * @param devices the kernel's folder of 1-wire devices, {@code /sys/bus/w1/devices} on a Pi
     * @param serial the chip's folder in it
     */
    public Ds18b20(String point, Path devices, String serial) {
        this.point = point;
        this.file = devices.resolve(serial).resolve("w1_slave");
    }

    @Override
    public List<String> points() {
        return List.of(point);
    }

    @Override
    public List<Sample> sample() {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return unavailable("device.not_on_bus");
        }
        if (text.startsWith(ALL_ZERO)) {
            // nine zeros have the right checksum: it is what a shorted bus says
            return unavailable("device.not_on_bus");
        }
        if (!text.contains("YES")) {
            return unavailable("device.wrong_checksum");
        }
        Matcher value = VALUE.matcher(text);
        if (!value.find()) {
            return unavailable("device.garbled");
        }
        int milliCelsius = Integer.parseInt(value.group(1));
        return milliCelsius == POWER_ON
                ? unavailable("device.power_on_value")
                : List.of(new Sample.Measured(point, milliCelsius / 1000.0));
    }

    private List<Sample> unavailable(String key) {
        return Sample.unavailable(points(), Explanation.of(key, "where", file.toString()));
    }
}
