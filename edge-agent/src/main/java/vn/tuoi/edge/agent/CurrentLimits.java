package vn.tuoi.edge.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.SensorWiring;

/**
 * Tells which stations draw more current than they may, and for longer than a start takes. What cannot be read switches
 * nothing off. Not thread-safe; time is passed in.
 */
final class CurrentLimits {
    private final Map<String, List<Watch>> watches = new HashMap<>();

    private static final class Watch {
        private final DeviceWiring.CurrentLimit limit;
        private long aboveSinceMs = Long.MAX_VALUE;
        private boolean told;

        Watch(DeviceWiring.CurrentLimit limit) {
            this.limit = limit;
        }
    }

    CurrentLimits(List<SensorWiring> sensors) {
        for (SensorWiring sensor : sensors) {
            if (sensor.device() instanceof DeviceWiring.Ina ina && ina.protects() != null) {
                watches.computeIfAbsent(sensor.point() + "/current", point -> new ArrayList<>())
                        .add(new Watch(ina.protects()));
            }
        }
    }

    /** The stations to switch off because of a current that was measured; each is named once until it is below again. */
    List<String> exceeded(String point, double amps, long nowMs) {
        List<String> stations = new ArrayList<>();
        for (Watch watch : watches.getOrDefault(point, List.of())) {
            if (Math.abs(amps) <= watch.limit.amps()) {
                watch.aboveSinceMs = Long.MAX_VALUE;
                watch.told = false;
                continue;
            }
            watch.aboveSinceMs = Math.min(watch.aboveSinceMs, nowMs);
            if (!watch.told && nowMs - watch.aboveSinceMs >= watch.limit.millis()) {
                watch.told = true;
                stations.add(watch.limit.station());
            }
        }
        return stations;
    }
}
