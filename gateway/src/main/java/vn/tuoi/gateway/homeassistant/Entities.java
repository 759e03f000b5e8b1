package vn.tuoi.gateway.homeassistant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.config.topic.FarmId;

/**
 * Makes the discovery documents of one farm, as Home Assistant's MQTT integration documents them. Immutable.
 * Whoever has changed the farm's names gets documents of a new one.
 */
final class Entities {
    private static final String ORIGIN = "tuoi";

    private final FarmId farm;
    private final HomeAssistantSettings.Language language;
    private final FarmLayout layout;

    Entities(FarmId farm, HomeAssistantSettings.Language language, FarmLayout layout) {
        this.farm = farm;
        this.language = language;
        this.layout = layout;
    }

    /** Where an entity's value stands. */
    static String stateTopic(FarmId farm, String objectId) {
        return "tuoi-ha/" + farm + "/" + objectId;
    }

    /** Says {@code online} while the farm shows itself. */
    static String statusTopic(FarmId farm) {
        return "tuoi-ha/" + farm + "/status";
    }

    static String nodeId(FarmId farm) {
        return "tuoi-" + farm;
    }

    /**
     * A point's entity.
     *
     * @param device the zone or node that it belongs to; null for the farm itself
     * @param expireSeconds after which its value counts as unavailable
     */
    Entity ofPoint(KnownPoint point, @Nullable String device, long expireSeconds) {
        Presentation shown = point.presentation();
        String objectId = ObjectId.of(point.name());
        Map<String, Object> config = config(objectId, pointName(point.name(), device), device);
        put(config, "device_class", shown.deviceClass());
        put(config, "unit_of_measurement", shown.unit());
        put(config, "state_class", shown.stateClass());
        if (shown.component().equals(Presentation.SENSOR)) {
            config.put("suggested_display_precision", shown.decimals());
        }
        config.put("expire_after", expireSeconds);
        if (shown.isDiagnostic()) {
            config.put("entity_category", "diagnostic");
        }
        return new Entity(shown.component(), objectId, config);
    }

    /** What a point is called below its device: its quantity, and what tells it from others of the same. */
    private String pointName(String point, @Nullable String device) {
        String below = device == null ? point : point.substring(device.length() + 1);
        Quantity quantity = KnownPoint.quantity(point);
        if (quantity == null) {
            return below;
        }
        String label =
                language == HomeAssistantSettings.Language.VI ? quantity.vietnameseLabel() : quantity.englishLabel();
        int slash = below.lastIndexOf('/');
        return slash < 0 ? label : label + " (" + below.substring(0, slash) + ")";
    }

    static String objectId(Label label, @Nullable String zone) {
        // no point's id begins with an underscore
        String name = "_" + label.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return zone == null ? name : name + "_" + zone;
    }

    Entity watering(String zone) {
        Map<String, Object> config = config(objectId(Label.WATERING, zone), Label.WATERING.in(language), zone);
        config.put("device_class", "running");
        return new Entity(Presentation.BINARY_SENSOR, objectId(Label.WATERING, zone), config);
    }

    Entity wateringUntil(String zone) {
        Map<String, Object> config =
                config(objectId(Label.WATERING_UNTIL, zone), Label.WATERING_UNTIL.in(language), zone);
        config.put("device_class", "timestamp");
        return new Entity(Presentation.SENSOR, objectId(Label.WATERING_UNTIL, zone), config);
    }

    Entity depletion(String zone) {
        Map<String, Object> config = config(objectId(Label.DEPLETION, zone), Label.DEPLETION.in(language), zone);
        config.put("unit_of_measurement", "mm");
        config.put("state_class", "measurement");
        config.put("suggested_display_precision", 1);
        return new Entity(Presentation.SENSOR, objectId(Label.DEPLETION, zone), config);
    }

    Entity cloud() {
        Map<String, Object> config = config(objectId(Label.CLOUD, null), Label.CLOUD.in(language), null);
        config.put("device_class", "connectivity");
        config.put("entity_category", "diagnostic");
        return new Entity(Presentation.BINARY_SENSOR, objectId(Label.CLOUD, null), config);
    }

    Entity waiting() {
        Map<String, Object> config = config(objectId(Label.WAITING, null), Label.WAITING.in(language), null);
        config.put("state_class", "measurement");
        config.put("entity_category", "diagnostic");
        return new Entity(Presentation.SENSOR, objectId(Label.WAITING, null), config);
    }

    private Map<String, Object> config(String objectId, String name, @Nullable String device) {
        Map<String, Object> config = new TreeMap<>();
        config.put("name", name);
        config.put("unique_id", nodeId(farm) + "-" + objectId);
        config.put("state_topic", stateTopic(farm, objectId));
        config.put("availability_topic", statusTopic(farm));
        config.put("device", device(device));
        config.put("origin", Map.of("name", ORIGIN));
        return config;
    }

    private Map<String, Object> device(@Nullable String device) {
        Map<String, Object> described = new TreeMap<>();
        described.put("manufacturer", "Tưới");
        if (device == null) {
            described.put("identifiers", List.of(nodeId(farm)));
            described.put("name", layout.name());
            described.put("model", "farm");
        } else {
            described.put("identifiers", List.of(nodeId(farm) + "-" + device));
            described.put("name", layout.zoneNames().getOrDefault(device, device));
            described.put("model", layout.zoneNames().containsKey(device) ? "zone" : "node");
            described.put("via_device", nodeId(farm));
        }
        return described;
    }

    private static void put(Map<String, Object> config, String key, @Nullable String value) {
        if (value != null) {
            config.put(key, value);
        }
    }
}
