package vn.tuoi.edge.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a sensor is and how it is read.
 *
 * @param point what it measures, e.g. {@code tea-1/soil_moisture}; of a device with several quantities the first part
 *     only, e.g. {@code weather}
 * @param device how it is wired
 * @param reporting how often it is read and what is sent; absent takes every default
 * @param quantities what is special to single quantities of it, by the last part of their points
 */
public record SensorWiring(
        @JsonProperty(required = true) String point,
        @JsonProperty(required = true) DeviceWiring device,
        @Nullable Reporting reporting,
        Map<String, PointRules> quantities) {
    public SensorWiring {
        quantities = Map.copyOf(quantities);
    }

    /** A sensor without special rules. */
    public SensorWiring(String point, DeviceWiring device, @Nullable Reporting reporting) {
        this(point, device, reporting, Map.of());
    }

    /**
     * Every point that it gives, its own name first.
     *
     * @param maps of the devices on a bus; one that is not among them gives nothing but its name
     */
    List<String> points(RegisterMaps maps) {
        List<String> points = new ArrayList<>();
        points.add(point);
        if (device instanceof DeviceWiring.Bme280) {
            below(points, "air_temperature", "air_humidity", "air_pressure");
        } else if (device instanceof DeviceWiring.Sht) {
            below(points, "air_temperature", "air_humidity");
        } else if (device instanceof DeviceWiring.Ina) {
            below(points, "current", "voltage");
        } else if (device instanceof DeviceWiring.FlowMeter) {
            points.add(point.substring(0, point.lastIndexOf('/') + 1) + "volume");
        } else if (device instanceof DeviceWiring.Modbus modbus) {
            maps.find(modbus.map()).ifPresent(map -> map.values().forEach(value -> below(points, value.quantity())));
        }
        return points;
    }

    private void below(List<String> points, String... quantities) {
        for (String quantity : quantities) {
            points.add(point + "/" + quantity);
        }
    }

    /** The last part of a point. */
    static String quantity(String point) {
        return point.substring(point.lastIndexOf('/') + 1);
    }

    /** The reporting, the defaults when absent. */
    public Reporting reportingRules() {
        return reporting == null ? Reporting.DEFAULT : reporting;
    }

    /** A driver as this wiring wants it read. */
    public SampledSensor sampled(Sensor driver) {
        Map<String, Reporting> special = new HashMap<>();
        quantities.forEach((quantity, rules) -> {
            if (rules.reporting() != null) {
                special.put(quantity, rules.reporting());
            }
        });
        return new SampledSensor(
                quantities.isEmpty() ? driver : new CalibratedSensor(driver, quantities), reportingRules(), special);
    }
}
