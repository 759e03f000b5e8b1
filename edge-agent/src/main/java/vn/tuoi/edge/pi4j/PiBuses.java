package vn.tuoi.edge.pi4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;
import vn.tuoi.edge.chip.I2cBus;
import vn.tuoi.edge.chip.I2cDevice;
import vn.tuoi.edge.chip.Mcp23017;
import vn.tuoi.edge.device.BusWiring;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.FarmWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;
import vn.tuoi.edge.modbus.CoilStation;
import vn.tuoi.edge.modbus.ModbusBus;
import vn.tuoi.edge.modbus.ModbusLink;

/**
 * The chips and bus devices of a Pi that several stations and sensors share: one I2C device for each address, one
 * expander for all its lines, one thread for each I2C and RS-485 bus. A chip that does not answer at the start is tried again
 * with every use; it stops nothing else. Not thread-safe but for what it gives out.
 */
final class PiBuses {
    private static final Logger LOG = LoggerFactory.getLogger(PiBuses.class);

    /** All relays of all boards together are waited for no longer at the start. */
    private static final long LONGEST_OFF_MS = 1_000;

    private final Openings openings;
    private final Map<Integer, I2cBus> i2cBuses = new HashMap<>();
    private final Map<List<Integer>, I2cDevice> chips = new HashMap<>();
    private final Map<List<Integer>, Mcp23017> expanders = new LinkedHashMap<>();
    private final Map<String, ModbusBus> buses = new LinkedHashMap<>();
    private final List<CoilStation> coils = new ArrayList<>();

    /** Opens the device at an address of an I2C bus. */
    @FunctionalInterface
    interface Openings {
        I2cDevice open(int bus, int address);
    }

    PiBuses(Openings openings, FarmWiring wiring, Function<BusWiring, ModbusLink> links) {
        this.openings = openings;
        linesOfExpanders(wiring).forEach((address, lines) -> {
            Mcp23017 expander = new Mcp23017(boundedChip(address.get(0), address.get(1)), lines);
            try {
                expander.takeOver();
            } catch (DeviceFailure e) {
                LOG.error("{}; its relays are unknown until it answers", e.getMessage());
            }
            expanders.put(address, expander);
        });
        for (BusWiring bus : wiring.buses()) {
            buses.put(bus.bus(), new ModbusBus(bus.bus(), links.apply(bus)));
        }
    }

    private static Map<List<Integer>, Mcp23017.Lines> linesOfExpanders(FarmWiring wiring) {
        Map<List<Integer>, int[]> masks = new LinkedHashMap<>();
        for (StationWiring station : wiring.stations()) {
            if (station.output() instanceof OutputWiring.Mcp23017 output) {
                int[] mask =
                        masks.computeIfAbsent(List.of(output.busNumber(), output.address()), address -> new int[3]);
                mask[0] |= 1 << output.line();
                mask[1] |= output.isActiveLow() ? 1 << output.line() : 0;
            }
        }
        for (SensorWiring sensor : wiring.sensors()) {
            if (sensor.device() instanceof DeviceWiring.ExpanderContact contact) {
                masks.computeIfAbsent(List.of(contact.busNumber(), contact.address()), address -> new int[3])[2] |=
                        1 << contact.line();
            }
        }
        Map<List<Integer>, Mcp23017.Lines> lines = new LinkedHashMap<>();
        masks.forEach((address, mask) -> lines.put(address, new Mcp23017.Lines(mask[0], mask[1], mask[2])));
        return lines;
    }

    /**
     * The device at an address, for the thread of its bus; one for all who use it, because Pi4J gives each address away
     * once.
     */
    I2cDevice chip(int bus, int address) {
        return chips.computeIfAbsent(List.of(bus, address), key -> openings.open(bus, address));
    }

    /** The same device for all other threads. */
    I2cDevice boundedChip(int bus, int address) {
        return i2cBus(bus).bounded(chip(bus, address));
    }

    /** A sensor that the thread of its bus reads. */
    Sensor sensor(int bus, Sensor driver, long periodMs) {
        return i2cBus(bus).sensor(driver, periodMs);
    }

    private I2cBus i2cBus(int bus) {
        return i2cBuses.computeIfAbsent(bus, number -> new I2cBus("I2C bus " + number));
    }

    Mcp23017 expander(int bus, int address) {
        return Objects.requireNonNull(expanders.get(List.of(bus, address)));
    }

    ModbusBus bus(String name) {
        return Objects.requireNonNull(buses.get(name));
    }

    Station coil(String id, OutputWiring.ModbusCoil wiring) {
        CoilStation station = bus(wiring.bus()).station(id, wiring.slave(), wiring.coil());
        coils.add(station);
        return station;
    }

    /** Waits until every relay on a bus is off, or for a second in all; the buses go on trying. */
    void awaitCoilsOff() {
        long until = System.nanoTime() + LONGEST_OFF_MS * 1_000_000L;
        Messages english = Messages.english();
        for (CoilStation coil : coils) {
            @Nullable Explanation failure = coil.awaitOff(Math.max(0, (until - System.nanoTime()) / 1_000_000L));
            if (failure != null) {
                LOG.error("{} is not known to be off: {}", coil.id(), english.render(failure));
            }
        }
    }

    void close() {
        buses.values().forEach(ModbusBus::close);
        i2cBuses.values().forEach(I2cBus::close);
    }
}
