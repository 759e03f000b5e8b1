package vn.tuoi.edge.pi4j;

import com.pi4j.context.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vn.tuoi.edge.chip.A02yyuw;
import vn.tuoi.edge.chip.Ads1115SoilProbe;
import vn.tuoi.edge.chip.BackgroundSensor;
import vn.tuoi.edge.chip.Bh1750;
import vn.tuoi.edge.chip.Bme280;
import vn.tuoi.edge.chip.Ds18b20;
import vn.tuoi.edge.chip.I2cDevice;
import vn.tuoi.edge.chip.Ina;
import vn.tuoi.edge.chip.PulseMeter;
import vn.tuoi.edge.chip.SerialLine;
import vn.tuoi.edge.chip.Sht;
import vn.tuoi.edge.chip.Veml7700;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.RegisterMaps;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.SensorWiring;
import vn.tuoi.edge.modbus.ModbusSensor;

/** Builds the driver of each wired sensor; those on a bus are read by its thread, slow ones get one of their own. */
final class PiSensors implements AutoCloseable {
    private final PiInputs inputs;
    private final PiBuses buses;
    private final RegisterMaps maps;
    private final Path oneWire;
    private final Function<DeviceWiring.A02yyuw, SerialLine> lines;
    private final List<BackgroundSensor> background = new ArrayList<>();
    private final List<SerialLine> opened = new ArrayList<>();

    /**
     * @param oneWire the kernel's folder of 1-wire devices
     * @param lines opens the serial port of a level meter
     */
    PiSensors(
            Context context,
            PiBuses buses,
            RegisterMaps maps,
            Path oneWire,
            Function<DeviceWiring.A02yyuw, SerialLine> lines) {
        this.inputs = new PiInputs(context);
        this.buses = buses;
        this.maps = maps;
        this.oneWire = oneWire;
        this.lines = lines;
    }

    Sensor sensor(SensorWiring wiring) {
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
        if (device instanceof DeviceWiring.Ds18b20 thermometer) {
            return slow(new Ds18b20(point, oneWire, thermometer.serial()), wiring);
        }
        if (device instanceof DeviceWiring.Modbus modbus) {
            ModbusSensor sensor = new ModbusSensor(
                    point,
                    modbus.slave(),
                    maps.find(modbus.map()).orElseThrow(),
                    wiring.reportingRules().periodMs());
            buses.bus(modbus.bus()).add(sensor);
            return sensor;
        }
        if (device instanceof DeviceWiring.A02yyuw level) {
            SerialLine line = lines.apply(level);
            Sensor sensor = slow(new A02yyuw(point, line, level), wiring);
            opened.add(line);
            return sensor;
        }
        return chip(wiring);
    }

    private Sensor chip(SensorWiring wiring) {
        String point = wiring.point();
        DeviceWiring device = wiring.device();
        long periodMs = wiring.reportingRules().periodMs();
        if (device instanceof DeviceWiring.Ads1115 probe) {
            I2cDevice chip = buses.chip(probe.busNumber(), probe.address());
            return buses.sensor(probe.busNumber(), new Ads1115SoilProbe(point, chip, probe), periodMs);
        }
        if (device instanceof DeviceWiring.Bme280 bme) {
            I2cDevice chip = buses.chip(bme.busNumber(), bme.address());
            return buses.sensor(bme.busNumber(), new Bme280(point, chip), periodMs);
        }
        if (device instanceof DeviceWiring.Sht sht) {
            I2cDevice chip = buses.chip(sht.busNumber(), sht.address());
            return buses.sensor(sht.busNumber(), new Sht(point, chip, sht.series() == 4), periodMs);
        }
        if (device instanceof DeviceWiring.Bh1750 light) {
            // waits for light longer than a relay on its bus may wait for it
            return slow(
                    new Bh1750(point, buses.boundedChip(light.busNumber(), light.address()), System::nanoTime), wiring);
        }
        if (device instanceof DeviceWiring.Veml7700 light) {
            I2cDevice chip = buses.chip(light.busNumber(), DeviceWiring.Veml7700.ADDRESS);
            return buses.sensor(light.busNumber(), new Veml7700(point, chip), periodMs);
        }
        if (device instanceof DeviceWiring.Ina ina) {
            I2cDevice chip = buses.chip(ina.busNumber(), ina.address());
            return buses.sensor(ina.busNumber(), new Ina(point, chip, ina), periodMs);
        }
        // through the expander, which asks by bounded transfers: the relays on it wait for this too
        DeviceWiring.ExpanderContact contact = (DeviceWiring.ExpanderContact) device;
        return buses.expander(contact.busNumber(), contact.address())
                .contact(point, contact.line(), contact.isTrueWhenHigh());
    }

    private BackgroundSensor slow(Sensor driver, SensorWiring wiring) {
        BackgroundSensor sensor =
                new BackgroundSensor(driver, wiring.reportingRules().periodMs());
        background.add(sensor);
        return sensor;
    }

    @Override
    public void close() {
        background.forEach(BackgroundSensor::close);
        opened.forEach(SerialLine::close);
    }
}
