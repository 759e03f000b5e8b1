package vn.tuoi.edge.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.tuoi.config.json.Problem;

/**
 * Finds everything that is wrong with a wiring before anything is switched: two users of one line, a pin that a Pi does
 * not have, an address that the chip cannot have. One instance a check.
 */
public final class WiringCheck {
    static final int MAX_STATIONS = 200;
    static final int MAX_SENSORS = 200;
    private static final Pattern STATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern POINT = Pattern.compile("[a-z0-9][a-z0-9_./:-]{0,126}");
    private static final Pattern ONE_WIRE = Pattern.compile("28-[0-9a-f]{12}");

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> lines = new HashMap<>();

    private WiringCheck() {}

    /** Every problem, with the path in the settings file; empty when the wiring can be used. */
    public static List<Problem> problems(List<StationWiring> stations, List<SensorWiring> sensors) {
        WiringCheck check = new WiringCheck();
        check.size("stations", stations.size(), MAX_STATIONS);
        check.size("sensors", sensors.size(), MAX_SENSORS);
        Map<String, String> ids = new HashMap<>();
        for (int i = 0; i < stations.size(); i++) {
            check.station("stations[" + i + "]", stations.get(i), ids);
        }
        Map<String, String> points = new HashMap<>();
        for (int i = 0; i < sensors.size(); i++) {
            check.sensor("sensors[" + i + "]", sensors.get(i), points);
        }
        return List.copyOf(check.problems);
    }

    private void station(String at, StationWiring wiring, Map<String, String> ids) {
        if (!STATION.matcher(wiring.station()).matches()) {
            add(at + ".station", "must match " + STATION + ", not \"" + wiring.station() + "\"");
        }
        unique(at + ".station", wiring.station(), "station \"" + wiring.station() + "\"", ids);
        OutputWiring output = wiring.output();
        if (output instanceof OutputWiring.Gpio gpio) {
            pin(at + ".output.pin", gpio.pin());
        } else if (output instanceof OutputWiring.Latching latching) {
            pin(at + ".output.openPin", latching.openPin());
            pin(at + ".output.closePin", latching.closePin());
            range(at + ".output.pulseMs", latching.pulse(), 10, 500);
        } else if (output instanceof OutputWiring.Mcp23017 expander) {
            range(at + ".output.bus", expander.busNumber(), 0, 20);
            range(at + ".output.address", expander.address(), 0x20, 0x27);
            range(at + ".output.line", expander.line(), 0, 15);
            String line = "line " + expander.line() + " of the expander at address " + expander.address() + " on bus "
                    + expander.busNumber();
            unique(at + ".output.line", line, line, lines);
        }
    }

    private void sensor(String at, SensorWiring wiring, Map<String, String> points) {
        if (!POINT.matcher(wiring.point()).matches()) {
            add(at + ".point", "must match " + POINT + ", not \"" + wiring.point() + "\"");
        }
        unique(at + ".point", wiring.point(), "point \"" + wiring.point() + "\"", points);
        problems.addAll(wiring.reportingRules().problems(at + ".reporting"));
        String device = at + ".device.";
        if (wiring.device().gpioPin() >= 0) {
            pin(device + "pin", wiring.device().gpioPin());
        }
        if (wiring.device() instanceof DeviceWiring.FlowMeter meter) {
            range(device + "pulsesPerLitre", meter.pulsesPerLitre(), 0.01, 10_000);
            if (!wiring.point().endsWith("/flow")) {
                add(at + ".point", "of a flow-meter must end in /flow, not \"" + wiring.point() + "\"");
            }
        } else if (wiring.device() instanceof DeviceWiring.RainGauge gauge) {
            range(device + "millimetresPerTip", gauge.millimetresPerTip(), 0.05, 2);
        } else if (wiring.device() instanceof DeviceWiring.Anemometer anemometer) {
            range(device + "metresPerSecondPerHertz", anemometer.metresPerSecondPerHertz(), 0.01, 10);
        } else if (wiring.device() instanceof DeviceWiring.Ads1115 converter) {
            soilProbe(device, converter);
        } else if (wiring.device() instanceof DeviceWiring.Bme280 bme) {
            range(device + "bus", bme.busNumber(), 0, 20);
            range(device + "address", bme.address(), 0x76, 0x77);
        } else if (wiring.device() instanceof DeviceWiring.Sht sht) {
            range(device + "bus", sht.busNumber(), 0, 20);
            range(device + "address", sht.address(), 0x44, 0x46);
            range(device + "series", sht.series(), 3, 4);
        } else if (wiring.device() instanceof DeviceWiring.Ds18b20 thermometer
                && !ONE_WIRE.matcher(thermometer.serial()).matches()) {
            add(
                    device + "serial",
                    "must look like 28-0316a2791bff (see /sys/bus/w1/devices), not \"" + thermometer.serial() + "\"");
        }
    }

    private void soilProbe(String device, DeviceWiring.Ads1115 converter) {
        range(device + "bus", converter.busNumber(), 0, 20);
        range(device + "address", converter.address(), 0x48, 0x4B);
        range(device + "input", converter.input(), 0, 3);
        range(device + "wetVolts", converter.wetVolts(), 0.05, 4.096);
        range(device + "dryVolts", converter.dryVolts(), 0.05, 4.096);
        range(device + "dryMoisture", converter.dryMoisture(), 0, 1);
        range(device + "wetMoisture", converter.wetMoisture(), 0, 1);
        if (converter.wetVolts() >= converter.dryVolts()) {
            add(device + "wetVolts", "must be below dryVolts (" + converter.dryVolts() + "): wet soil reads lower");
        }
        if (converter.wetMoisture() <= converter.dryMoisture()) {
            add(device + "wetMoisture", "must be above dryMoisture (" + converter.dryMoisture() + ")");
        }
    }

    private void pin(String at, int pin) {
        // 0 and 1 are the identification EEPROM's bus
        range(at, pin, 2, 27);
        unique(at, "pin " + pin, "pin " + pin, lines);
    }

    private void unique(String at, String key, String what, Map<String, String> users) {
        String other = users.putIfAbsent(key, at);
        if (other != null) {
            add(at, what + " is already used by " + other);
        }
    }

    private void range(String at, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            add(at, "must be from " + text(least) + " to " + text(most) + ", not " + text(value));
        }
    }

    private static String text(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private void size(String at, int size, int most) {
        if (size > most) {
            add(at, "has " + size + " entries; the limit is " + most);
        }
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }
}
