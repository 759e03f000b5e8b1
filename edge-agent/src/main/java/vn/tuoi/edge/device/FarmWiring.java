package vn.tuoi.edge.device;

import java.util.List;

/**
 * Everything that is wired on a farm's Pi.
 *
 * @param stations outputs
 * @param sensors inputs
 * @param buses RS-485 buses that both may name
 * @param maps register maps that the devices on a bus may name
 */
public record FarmWiring(
        List<StationWiring> stations, List<SensorWiring> sensors, List<BusWiring> buses, RegisterMaps maps) {
    public FarmWiring {
        stations = List.copyOf(stations);
        sensors = List.copyOf(sensors);
        buses = List.copyOf(buses);
    }

    /** Whether there is anything, and nothing of it needs a GPIO line: any Linux with these buses can serve it. */
    public boolean isOnBusesOnly() {
        return !(stations.isEmpty() && sensors.isEmpty())
                && stations.stream().noneMatch(StationWiring::isOnHeader)
                && sensors.stream().noneMatch(sensor -> sensor.device().gpioPin() >= 0);
    }
}
