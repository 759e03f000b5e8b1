package vn.tuoi.edge.pi4j;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.edge.chip.A02yyuw;
import vn.tuoi.edge.chip.SerialLine;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.modbus.ModbusLink;
import vn.tuoi.edge.serial.RtuLink;
import vn.tuoi.edge.serial.SerialPortLine;

/**
 * The outputs and inputs of a Raspberry Pi as its wiring file says: GPIO by libgpiod, I2C by the kernel's device files.
 * Every output is off as soon as it exists, and outputs are taken over before any input. Thread-safe.
 */
public final class PiRig implements Rig {
    private static final Logger LOG = LoggerFactory.getLogger(PiRig.class);
    private static final Path GPIO = Path.of("/dev/gpiochip0");

    private final Context context;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final List<SampledSensor> sensors = new ArrayList<>();
    private @Nullable PiBuses buses;
    private @Nullable PiSensors drivers;
    private final List<String> wirelessStations;

    /**
     * Takes the Pi's lines over, all outputs off.
     *
     * @param wirelessStations stations that a plan may name though they are not wired here
     * @throws DeviceFailure when GPIO lines are wired and this is no Pi, or an output cannot be had
     */
    public static PiRig open(FarmWiring wiring, List<String> wirelessStations) throws DeviceFailure {
        if (!wiring.isOnBusesOnly() && !Files.exists(GPIO)) {
            throw DeviceFailure.of("device.not_a_pi", "where", GPIO.toString());
        }
        try {
            Context context = Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .add(
                            GpioDDigitalOutputProvider.newInstance(),
                            GpioDDigitalInputProvider.newInstance(),
                            LinuxFsI2CProvider.newInstance())
                    .build();
            return new PiRig(context, Ports.ofTheMachine(context), wiring, wirelessStations);
        } catch (Pi4JException e) {
            throw DeviceFailure.of("device.no_line", "what", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Where the hardware is found.
     *
     * @param chips opens an I2C device
     * @param oneWire the kernel's folder of 1-wire devices
     * @param links opens an RS-485 bus
     * @param lines opens the serial port of a level meter
     */
    record Ports(
            PiBuses.Openings chips,
            Path oneWire,
            Function<BusWiring, ModbusLink> links,
            Function<DeviceWiring.A02yyuw, SerialLine> lines) {
        static Ports ofTheMachine(Context context) {
            return new Ports(
                    (bus, address) -> new PiI2c(context, bus, address),
                    Path.of("/sys/bus/w1/devices"),
                    bus -> new RtuLink(
                            new SerialPortLine(bus.port(), bus.baudRate(), bus.parityBit()),
                            bus.baudRate(),
                            bus.timeout()),
                    meter -> new SerialPortLine(meter.port(), A02yyuw.BAUD, BusWiring.Parity.NONE));
        }
    }

    PiRig(Context context, Ports ports, FarmWiring wiring, List<String> wirelessStations) throws DeviceFailure {
        this.context = context;
        this.wirelessStations = List.copyOf(wirelessStations);
        try {
            PiInputs inputs = new PiInputs(context);
            // the lines of the Pi itself first: they are off within milliseconds, whatever the buses do
            Map<String, Station> onHeader = new LinkedHashMap<>();
            for (StationWiring station : wiring.stations()) {
                if (station.output() instanceof OutputWiring.Gpio gpio) {
                    onHeader.put(station.station(), new RelayOutput(context, station.station(), gpio));
                } else if (station.output() instanceof OutputWiring.Latching latching) {
                    onHeader.put(station.station(), new LatchingOutput(context, station.station(), latching));
                }
            }
            stations.putAll(onHeader);
            PiBuses shared = new PiBuses(ports.chips(), wiring, ports.links());
            this.buses = shared;
            for (StationWiring station : wiring.stations()) {
                Station output = onHeader.get(station.station());
                stations.put(
                        station.station(),
                        fedBack(output == null ? onBus(station, shared) : output, station.feedback(), inputs));
            }
            shared.awaitCoilsOff();
            PiSensors built = new PiSensors(context, shared, wiring.maps(), ports.oneWire(), ports.lines());
            this.drivers = built;
            for (SensorWiring sensor : wiring.sensors()) {
                sensors.add(sensor.sampled(built.sensor(sensor)));
            }
        } catch (RuntimeException e) {
            // not only Pi4JException: on a board that it does not know Pi4J 2.8.0 throws IllegalStateException
            close();
            throw DeviceFailure.of("device.no_line", "what", String.valueOf(e.getMessage()));
        } catch (DeviceFailure e) {
            close();
            throw e;
        }
    }

    private static Station onBus(StationWiring wiring, PiBuses buses) {
        if (wiring.output() instanceof OutputWiring.ModbusCoil coil) {
            return buses.coil(wiring.station(), coil);
        }
        OutputWiring.Mcp23017 output = (OutputWiring.Mcp23017) wiring.output();
        return buses.expander(output.busNumber(), output.address()).station(wiring.station(), output.line());
    }

    private static Station fedBack(Station output, StationWiring.@Nullable Feedback feedback, PiInputs inputs) {
        return feedback == null ? output : new FedBackStation(output, inputs.feedback(output.id(), feedback));
    }

    @Override
    public @Nullable Explanation fit(FarmPlan plan) {
        NavigableSet<String> missing = new TreeSet<>();
        plan.zones().forEach(zone -> require(missing, zone.station()));
        plan.sources().forEach(source -> {
            require(missing, source.pumpStation());
            require(missing, source.masterStation());
        });
        return missing.isEmpty()
                ? null
                : Explanation.of("plan.refused.not_wired", "stations", String.join(", ", missing));
    }

    private void require(Set<String> missing, @Nullable String station) {
        if (station != null && !stations.containsKey(station) && !wirelessStations.contains(station)) {
            missing.add(station);
        }
    }

    @Override
    public Optional<Station> station(String id) {
        return Optional.ofNullable(stations.get(id));
    }

    @Override
    public List<Station> stations() {
        return List.copyOf(stations.values());
    }

    @Override
    public List<SampledSensor> sensors() {
        return List.copyOf(sensors);
    }

    @Override
    public void close() {
        for (Station station : stations.values()) {
            try {
                station.close();
            } catch (DeviceFailure | RuntimeException e) {
                LOG.error("{} could not be closed: {}", station.id(), e.getMessage());
            }
        }
        if (drivers != null) {
            drivers.close();
        }
        if (buses != null) {
            buses.close();
        }
        try {
            context.shutdown();
        } catch (Pi4JException e) {
            LOG.error("the lines could not be released: {}", e.getMessage());
        }
    }
}
