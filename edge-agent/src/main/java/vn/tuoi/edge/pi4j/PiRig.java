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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.edge.chip.Ads1115SoilProbe;
import vn.tuoi.edge.chip.BackgroundSensor;
import vn.tuoi.edge.chip.Bme280;
import vn.tuoi.edge.chip.Ds18b20;
import vn.tuoi.edge.chip.Mcp23017;
import vn.tuoi.edge.chip.PulseMeter;
import vn.tuoi.edge.chip.Sht;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.OutputWiring;
import vn.tuoi.edge.device.Rig;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.device.Station;
import vn.tuoi.edge.device.StationWiring;

/**
 * The outputs and inputs of a Raspberry Pi as its wiring file says: GPIO by libgpiod, I2C by the kernel's device files.
 * Every output is off as soon as it exists, and outputs are taken over before any input. Thread-safe.
 */
public final class PiRig implements Rig {
    private static final Logger LOG = LoggerFactory.getLogger(PiRig.class);
    private static final Path GPIO = Path.of("/dev/gpiochip0");
    private static final Path ONE_WIRE = Path.of("/sys/bus/w1/devices");

    private final Context context;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final List<SampledSensor> sensors = new ArrayList<>();
    private final List<BackgroundSensor> background = new ArrayList<>();
    private final List<String> wirelessStations;

    /**
     * Takes the Pi's lines over, all outputs off.
     *
     * @param wirelessStations stations that a plan may name though they are not wired here
     * @throws DeviceFailure when this is no Pi, or an output cannot be had
     */
    public static PiRig open(List<StationWiring> stations, List<SensorWiring> sensors, List<String> wirelessStations)
            throws DeviceFailure {
        if (!Files.exists(GPIO)) {
            throw new DeviceFailure("hardware: \"pi\" needs " + GPIO
                    + ", which this machine has not; run on a Raspberry Pi, or set hardware to \"simulated\"");
        }
        try {
            Context context = Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .add(
                            GpioDDigitalOutputProvider.newInstance(),
                            GpioDDigitalInputProvider.newInstance(),
                            LinuxFsI2CProvider.newInstance())
                    .build();
            return new PiRig(context, ONE_WIRE, stations, sensors, wirelessStations);
        } catch (Pi4JException e) {
            throw new DeviceFailure("the lines of this Pi cannot be had: " + e.getMessage(), e);
        }
    }

    /** Loads what every rig needs and takes no line: for who gathers classes into an archive. */
    public static void warmUp() {
        Pi4J.newContextBuilder().noAutoDetect().build().shutdown();
    }

    /** @param oneWire the kernel's folder of 1-wire devices */
    PiRig(
            Context context,
            Path oneWire,
            List<StationWiring> stationWirings,
            List<SensorWiring> sensorWirings,
            List<String> wirelessStations)
            throws DeviceFailure {
        this.context = context;
        this.wirelessStations = List.copyOf(wirelessStations);
        try {
            Map<List<Integer>, Mcp23017> expanders = expanders(stationWirings);
            for (StationWiring wiring : stationWirings) {
                stations.put(wiring.station(), station(wiring, expanders));
            }
            for (SensorWiring wiring : sensorWirings) {
                sensors.add(new SampledSensor(sensor(wiring, oneWire), wiring.reportingRules()));
            }
        } catch (DeviceFailure e) {
            close();
            throw e;
        } catch (RuntimeException e) {
            // not only Pi4JException: on a board that it does not know Pi4J 2.8.0 throws IllegalStateException
            close();
            throw new DeviceFailure("the lines of this Pi cannot be had: " + e.getMessage(), e);
        }
    }

    private Map<List<Integer>, Mcp23017> expanders(List<StationWiring> wirings) throws DeviceFailure {
        Map<List<Integer>, int[]> lines = new LinkedHashMap<>();
        for (StationWiring wiring : wirings) {
            if (wiring.output() instanceof OutputWiring.Mcp23017 output) {
                int[] masks = lines.computeIfAbsent(List.of(output.busNumber(), output.address()), chip -> new int[2]);
                masks[0] |= 1 << output.line();
                masks[1] |= output.isActiveLow() ? 1 << output.line() : 0;
            }
        }
        Map<List<Integer>, Mcp23017> expanders = new LinkedHashMap<>();
        for (Map.Entry<List<Integer>, int[]> entry : lines.entrySet()) {
            PiI2c chip =
                    new PiI2c(context, entry.getKey().get(0), entry.getKey().get(1));
            expanders.put(entry.getKey(), new Mcp23017(chip, entry.getValue()[0], entry.getValue()[1]));
        }
        return expanders;
    }

    private Station station(StationWiring wiring, Map<List<Integer>, Mcp23017> expanders) throws DeviceFailure {
        if (wiring.output() instanceof OutputWiring.Gpio gpio) {
            return new RelayOutput(context, wiring.station(), gpio);
        }
        if (wiring.output() instanceof OutputWiring.Latching latching) {
            return new LatchingOutput(context, wiring.station(), latching);
        }
        OutputWiring.Mcp23017 output = (OutputWiring.Mcp23017) wiring.output();
        Mcp23017 chip = Objects.requireNonNull(expanders.get(List.of(output.busNumber(), output.address())));
        return chip.station(wiring.station(), output.line());
    }

    private Sensor sensor(SensorWiring wiring, Path oneWire) {
        PiInputs inputs = new PiInputs(context);
        String point = wiring.point();
        DeviceWiring device = wiring.device();
        if (device instanceof DeviceWiring.FlowMeter meter) {
            return PulseMeter.water(point, meter.pulsesPerLitre(), inputs.pulses(point, meter.pin()), System::nanoTime);
        }
        if (device instanceof DeviceWiring.RainGauge gauge) {
            return PulseMeter.rain(
                    point, gauge.millimetresPerTip(), inputs.pulses(point, gauge.pin()), System::nanoTime);
        }
        if (device instanceof DeviceWiring.Anemometer cups) {
            return PulseMeter.wind(
                    point, cups.metresPerSecondPerHertz(), inputs.pulses(point, cups.pin()), System::nanoTime);
        }
        if (device instanceof DeviceWiring.Contact contact) {
            return inputs.contact(point, contact);
        }
        if (device instanceof DeviceWiring.Ads1115 probe) {
            return new Ads1115SoilProbe(point, new PiI2c(context, probe.busNumber(), probe.address()), probe);
        }
        if (device instanceof DeviceWiring.Bme280 bme) {
            return new Bme280(point, new PiI2c(context, bme.busNumber(), bme.address()));
        }
        if (device instanceof DeviceWiring.Sht sht) {
            return new Sht(point, new PiI2c(context, sht.busNumber(), sht.address()), sht.series() == 4);
        }
        DeviceWiring.Ds18b20 thermometer = (DeviceWiring.Ds18b20) device;
        BackgroundSensor slow = new BackgroundSensor(
                new Ds18b20(point, oneWire, thermometer.serial()),
                wiring.reportingRules().periodMs());
        background.add(slow);
        return slow;
    }

    @Override
    public List<String> fit(FarmPlan plan) {
        List<String> missing = new ArrayList<>();
        plan.zones().forEach(zone -> require(missing, zone.station()));
        plan.sources().forEach(source -> {
            require(missing, source.pumpStation());
            require(missing, source.masterStation());
        });
        return missing;
    }

    private void require(List<String> missing, @Nullable String station) {
        if (station != null && !stations.containsKey(station) && !wirelessStations.contains(station)) {
            missing.add("station " + station + " is not wired on this farm; add it to stations[] of the settings");
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
        background.forEach(BackgroundSensor::close);
        try {
            context.shutdown();
        } catch (Pi4JException e) {
            LOG.error("the lines could not be released: {}", e.getMessage());
        }
    }
}
