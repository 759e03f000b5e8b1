package vn.tuoi.gateway.homeassistant;

import java.util.Map;

/**
 * What a farm has beside its wireless nodes.
 *
 * @param name what people call the farm
 * @param zoneNames what people call its zones, by id
 * @param heartbeatSeconds how often each point that is wired here reports at least; whoever leaves it out is shown when
 *     it first reports
 */
public record FarmLayout(String name, Map<String, String> zoneNames, Map<String, Integer> heartbeatSeconds) {
    public FarmLayout {
        zoneNames = Map.copyOf(zoneNames);
        heartbeatSeconds = Map.copyOf(heartbeatSeconds);
    }

    /** A station that has wireless nodes and nothing else. */
    public static FarmLayout ofNodesOnly(String name) {
        return new FarmLayout(name, Map.of(), Map.of());
    }
}
