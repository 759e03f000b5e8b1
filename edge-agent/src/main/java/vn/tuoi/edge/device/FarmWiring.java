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
}
