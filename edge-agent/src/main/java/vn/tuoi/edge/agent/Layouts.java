package vn.tuoi.edge.agent;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.edge.device.SampledSensor;
import vn.tuoi.gateway.homeassistant.FarmLayout;

/** What a farm has, for whoever shows it beside the cloud. */
final class Layouts {
    private Layouts() {}

    /** @param plan null before the first: then the farm is called by its id and has no zones */
    static FarmLayout of(FarmId farm, @Nullable FarmPlan plan, List<SampledSensor> sensors) {
        Map<String, String> zoneNames = new TreeMap<>();
        if (plan != null) {
            plan.zones().forEach(zone -> zoneNames.put(zone.id(), zone.name()));
        }
        Map<String, Integer> heartbeatSeconds = new TreeMap<>();
        for (SampledSensor sensor : sensors) {
            int seconds = (int) Math.ceil(sensor.reporting().heartbeatMs() / 1_000.0);
            sensor.sensor().points().forEach(point -> heartbeatSeconds.put(point, seconds));
        }
        return new FarmLayout(plan == null ? farm.value() : plan.name(), zoneNames, heartbeatSeconds);
    }
}
