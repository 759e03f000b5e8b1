package vn.tuoi.edge.device;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.Problem;

/**
 * Finds everything that is wrong with a wiring before anything is switched: two users of one line, a pin that a Pi does
 * not have, an address that the chip cannot have or that another one has, two devices with one number on a bus. One
 * instance a check.
 */
public final class WiringCheck {
    static final int MAX_STATIONS = 200;
    static final int MAX_SENSORS = 200;
    static final int MAX_BUSES = 4;
    private static final Pattern STATION = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern POINT = Pattern.compile("[a-z0-9][a-z0-9_./:-]{0,126}");
    /** Those whose wires are pins 14 and 15. */
    private static final Set<String> HEADER_PORTS = Set.of("/dev/ttyAMA0", "/dev/serial0", "/dev/ttyS0");

    private static final Pattern ONE_WIRE = Pattern.compile("28-[0-9a-f]{12}");

    private final WiringUsers users = new WiringUsers();
    private final FarmWiring wiring;
    private final Map<String, BusWiring> buses = new HashMap<>();
    private @Nullable String firstI2c;
    private @Nullable String firstOneWire;
    private @Nullable String firstUart;

    private WiringCheck(FarmWiring wiring) {
        this.wiring = wiring;
    }

    /** Every problem, with the path in the settings file; empty when the wiring can be used. */
    public static List<Problem> problems(FarmWiring wiring) {
        return new WiringCheck(wiring).check();
    }

    private List<Problem> check() {
        users.size("stations", wiring.stations().size(), MAX_STATIONS);
        users.size("sensors", wiring.sensors().size(), MAX_SENSORS);
        users.size("buses", wiring.buses().size(), MAX_BUSES);
        for (int i = 0; i < wiring.buses().size(); i++) {
            bus("buses[" + i + "]", wiring.buses().get(i));
        }
        for (int i = 0; i < wiring.stations().size(); i++) {
            station("stations[" + i + "]", wiring.stations().get(i));
        }
        for (int i = 0; i < wiring.sensors().size(); i++) {
            sensor("sensors[" + i + "]", wiring.sensors().get(i));
        }
        if (firstI2c != null) {
            users.reserve(firstI2c, "I2C bus 1", 2, 3);
        }
        if (firstUart != null) {
            users.reserve(firstUart, "the serial port", 14, 15);
        }
        if (firstOneWire != null) {
            users.reserve(firstOneWire, "the 1-wire bus", 4);
        }
        return users.problems();
    }

    private void bus(String at, BusWiring bus) {
        if (!STATION.matcher(bus.bus()).matches()) {
            users.add(at + ".bus", "must match " + STATION + ", not \"" + bus.bus() + "\"");
        }
        users.alone(at + ".bus", "bus \"" + bus.bus() + "\"");
        buses.putIfAbsent(bus.bus(), bus);
        port(at + ".port", bus.port());
        users.range(at + ".baud", bus.baudRate(), 1_200, 115_200);
        users.range(at + ".timeoutMs", bus.timeout(), 50, 2_000);
    }

    private void port(String at, String port) {
        if (port.isBlank()) {
            users.add(at, "must name a serial port, e.g. /dev/ttyUSB0");
        }
        users.alone(at, "port " + port);
        if (HEADER_PORTS.contains(port) && firstUart == null) {
            firstUart = at;
        }
    }

    private void station(String at, StationWiring station) {
        if (!STATION.matcher(station.station()).matches()) {
            users.add(at + ".station", "must match " + STATION + ", not \"" + station.station() + "\"");
        }
        users.alone(at + ".station", "station \"" + station.station() + "\"");
        String output = at + ".output.";
        if (station.output() instanceof OutputWiring.Gpio gpio) {
            users.pin(output + "pin", gpio.pin());
        } else if (station.output() instanceof OutputWiring.Latching latching) {
            users.pin(output + "openPin", latching.openPin());
            users.pin(output + "closePin", latching.closePin());
            users.range(output + "pulseMs", latching.pulse(), 10, 500);
        } else if (station.output() instanceof OutputWiring.Mcp23017 expander) {
            expander(output, expander.busNumber(), expander.address(), expander.line());
        } else if (station.output() instanceof OutputWiring.ModbusCoil relay) {
            slave(output, relay.bus(), relay.slave());
            users.shared(output + "slave", slaveName(relay.bus(), relay.slave()), "relay board");
            users.range(output + "coil", relay.coil(), 0, 0xFFFF);
            users.alone(output + "coil", "coil " + relay.coil() + " of slave " + relay.slave() + " on " + relay.bus());
        }
        if (station.feedback() != null) {
            users.pin(at + ".feedback.pin", station.feedback().pin());
        }
    }

    private void expander(String at, int bus, int address, int line) {
        i2c(at, bus, address, 0x20, 0x27, "mcp23017");
        users.range(at + "line", line, 0, 15);
        users.alone(at + "line", "line " + line + " of the expander at address " + address + " on bus " + bus);
    }

    /** A chip that may have several users, each for a line or input of its own. */
    private void i2c(String at, int bus, int address, int lowest, int highest, String kind) {
        users.range(at + "bus", bus, 0, 20);
        users.range(at + "address", address, lowest, highest);
        users.shared(at + "address", chip(bus, address), kind);
        noteI2c(at, bus);
    }

    /** A chip with one user. */
    private void i2cAlone(String at, int bus, int address, int lowest, int highest, String kind) {
        users.range(at + "bus", bus, 0, 20);
        users.range(at + "address", address, lowest, highest);
        users.alone(at + "address", chip(bus, address), kind);
        noteI2c(at, bus);
    }

    private void noteI2c(String at, int bus) {
        if (bus == 1 && firstI2c == null) {
            firstI2c = at + "address";
        }
    }

    private static String chip(int bus, int address) {
        return "I2C address " + address + " on bus " + bus;
    }

    private void slave(String at, String bus, int slave) {
        if (!buses.containsKey(bus)) {
            users.add(at + "bus", "there is no bus \"" + bus + "\"; buses[] has " + buses.keySet());
        }
        users.range(at + "slave", slave, 1, 247);
    }

    private static String slaveName(String bus, int slave) {
        return "slave " + slave + " on bus \"" + bus + "\"";
    }

    private void sensor(String at, SensorWiring sensor) {
        if (!POINT.matcher(sensor.point()).matches()) {
            users.add(at + ".point", "must match " + POINT + ", not \"" + sensor.point() + "\"");
        }
        users.aloneWithAll(
                at + ".point",
                sensor.points(wiring.maps()).stream()
                        .map(point -> "point \"" + point + "\"")
                        .toList());
        users.addAll(sensor.reportingRules().problems(at + ".reporting"));
        sensor.quantities().forEach((quantity, rules) -> rules(at + ".quantities." + quantity, rules));
        DeviceWiring device = sensor.device();
        String in = at + ".device.";
        if (device.gpioPin() >= 0) {
            users.pin(in + "pin", device.gpioPin());
        }
        if (device instanceof DeviceWiring.FlowMeter meter) {
            users.range(in + "pulsesPerLitre", meter.pulsesPerLitre(), 0.01, 10_000);
            ending(at, sensor, "/flow");
        } else if (device instanceof DeviceWiring.RainGauge gauge) {
            users.range(in + "millimetresPerTip", gauge.millimetresPerTip(), 0.05, 2);
        } else if (device instanceof DeviceWiring.Anemometer anemometer) {
            users.range(in + "metresPerSecondPerHertz", anemometer.metresPerSecondPerHertz(), 0.01, 10);
        } else if (device instanceof DeviceWiring.Ds18b20 thermometer) {
            thermometer(in, thermometer);
        } else if (device instanceof DeviceWiring.Modbus modbus) {
            modbus(in, modbus);
        } else if (device instanceof DeviceWiring.A02yyuw meter) {
            level(at, sensor, meter);
        } else {
            chip(at, sensor, device);
        }
    }

    private void rules(String at, PointRules rules) {
        users.range(at + ".gain", rules.gainOrOne(), -1e6, 1e6);
        users.range(at + ".offset", rules.offsetOrZero(), -1e6, 1e6);
        if (rules.gainOrOne() == 0) {
            users.add(at + ".gain", "must not be 0: it would hide what is measured");
        }
        if (rules.reporting() != null) {
            users.addAll(rules.reporting().problems(at + ".reporting"));
            if (rules.reporting().periodSeconds() != null) {
                users.add(at + ".reporting.periodSeconds", "belongs into the sensor's own reporting");
            }
        }
    }

    private void ending(String at, SensorWiring sensor, String... endings) {
        for (String ending : endings) {
            if (sensor.point().endsWith(ending)) {
                return;
            }
        }
        users.add(at + ".point", "must end in " + String.join(" or ", endings) + ", not \"" + sensor.point() + "\"");
    }

    private void thermometer(String in, DeviceWiring.Ds18b20 thermometer) {
        if (!ONE_WIRE.matcher(thermometer.serial()).matches()) {
            users.add(
                    in + "serial",
                    "must look like 28-0316a2791bff (see /sys/bus/w1/devices), not \"" + thermometer.serial() + "\"");
        }
        users.alone(in + "serial", "thermometer " + thermometer.serial());
        if (firstOneWire == null) {
            firstOneWire = in + "serial";
        }
    }

    private void modbus(String in, DeviceWiring.Modbus modbus) {
        slave(in, modbus.bus(), modbus.slave());
        users.alone(in + "slave", slaveName(modbus.bus(), modbus.slave()), "sensor");
        if (wiring.maps().find(modbus.map()).isEmpty()) {
            users.add(
                    in + "map",
                    "there is no register map \"" + modbus.map() + "\"; there are "
                            + wiring.maps().all().keySet());
        }
    }

    private void level(String at, SensorWiring sensor, DeviceWiring.A02yyuw meter) {
        String in = at + ".device.";
        ending(at, sensor, "/tank_level", "/water_level");
        port(in + "port", meter.port());
        users.range(in + "zeroMm", meter.zeroMm(), 30, 4_500);
        boolean tank = sensor.point().endsWith("/tank_level");
        if (tank && meter.fullMm() == null) {
            users.add(in + "fullMm", "is required for a tank: the distance at which it is full");
        } else if (!tank && meter.fullMm() != null) {
            users.add(in + "fullMm", "is for points that end in /tank_level");
        } else if (meter.fullMm() != null && !(meter.fullMm() >= 30 && meter.fullMm() < meter.zeroMm())) {
            users.add(in + "fullMm", "must be from 30 to below zeroMm (" + meter.zeroMm() + "), not " + meter.fullMm());
        }
    }

    private void chip(String at, SensorWiring sensor, DeviceWiring device) {
        String in = at + ".device.";
        if (device instanceof DeviceWiring.Ads1115 converter) {
            soilProbe(in, converter);
        } else if (device instanceof DeviceWiring.Bme280 bme) {
            i2cAlone(in, bme.busNumber(), bme.address(), 0x76, 0x77, "bme280");
        } else if (device instanceof DeviceWiring.Sht sht) {
            i2cAlone(in, sht.busNumber(), sht.address(), 0x44, 0x46, "sht");
            users.range(in + "series", sht.series(), 3, 4);
        } else if (device instanceof DeviceWiring.Bh1750 light) {
            i2cAlone(in, light.busNumber(), light.address(), 0x23, 0x5C, "bh1750");
            if (light.address() > 0x23 && light.address() < 0x5C) {
                users.add(in + "address", "must be 35 or 92, not " + light.address());
            }
            ending(at, sensor, "/illuminance");
        } else if (device instanceof DeviceWiring.Veml7700 light) {
            int address = DeviceWiring.Veml7700.ADDRESS;
            i2cAlone(in, light.busNumber(), address, address, address, "veml7700");
            ending(at, sensor, "/illuminance");
        } else if (device instanceof DeviceWiring.ExpanderContact contact) {
            expander(in, contact.busNumber(), contact.address(), contact.line());
        } else if (device instanceof DeviceWiring.Ina ina) {
            current(in, ina);
        }
    }

    private void soilProbe(String in, DeviceWiring.Ads1115 converter) {
        i2c(in, converter.busNumber(), converter.address(), 0x48, 0x4B, "ads1115");
        users.range(in + "input", converter.input(), 0, 3);
        users.alone(
                in + "input",
                "input " + converter.input() + " of the ads1115 at address " + converter.address() + " on bus "
                        + converter.busNumber());
        users.range(in + "wetVolts", converter.wetVolts(), 0.05, 4.096);
        users.range(in + "dryVolts", converter.dryVolts(), 0.05, 4.096);
        users.range(in + "dryMoisture", converter.dryMoisture(), 0, 1);
        users.range(in + "wetMoisture", converter.wetMoisture(), 0, 1);
        if (converter.wetVolts() >= converter.dryVolts()) {
            users.add(in + "wetVolts", "must be below dryVolts (" + converter.dryVolts() + "): wet soil reads lower");
        }
        if (converter.wetMoisture() <= converter.dryMoisture()) {
            users.add(in + "wetMoisture", "must be above dryMoisture (" + converter.dryMoisture() + ")");
        }
    }

    private void current(String in, DeviceWiring.Ina ina) {
        i2cAlone(in, ina.busNumber(), ina.address(), 0x40, 0x4F, "ina");
        if (ina.series() != 219 && ina.series() != 226) {
            users.add(in + "series", "must be 219 or 226, not " + ina.series());
        }
        users.range(in + "shuntOhms", ina.shuntOhms(), 0.000_5, 1);
        DeviceWiring.CurrentLimit limit = ina.protects();
        if (limit == null) {
            return;
        }
        double most = (ina.series() == 219 ? 0.320 : 0.0819) / ina.shuntOhms();
        users.range(in + "protects.amps", limit.amps(), 0.001, most);
        users.range(in + "protects.seconds", limit.millis() / 1000.0, 0, 60);
        if (wiring.stations().stream().noneMatch(station -> station.station().equals(limit.station()))) {
            users.add(in + "protects.station", "there is no station \"" + limit.station() + "\" in stations[]");
        }
    }
}
