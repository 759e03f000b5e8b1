package vn.tuoi.gateway.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Home Assistant documents of MQTT discovery: integrations "MQTT" (discovery, device, origin), "MQTT Sensor", "MQTT
 * binary sensor", and "Sensor" for device classes with their units and state classes. Written down from its pages and its
 * tables of November 2026, as far as concerns us.
 */
public final class HomeAssistantSchema {
    private static final Pattern TOPIC =
            Pattern.compile("[^/+#]+/(sensor|binary_sensor)/[a-zA-Z0-9_-]+/[a-zA-Z0-9_-]+/config");

    private static final Set<String> COMMON = Set.of(
            "name",
            "unique_id",
            "state_topic",
            "availability_topic",
            "device",
            "origin",
            "device_class",
            "entity_category",
            "expire_after");
    private static final Set<String> SENSOR_ONLY =
            Set.of("unit_of_measurement", "state_class", "suggested_display_precision");
    private static final Set<String> DEVICE =
            Set.of("identifiers", "name", "manufacturer", "model", "via_device", "sw_version");
    private static final Set<String> BINARY_CLASSES = Set.of("opening", "running", "connectivity");

    private static final Map<String, List<String>> UNITS = Map.ofEntries(
            Map.entry("moisture", List.of("%")),
            Map.entry("temperature", List.of("°C", "°F", "K")),
            Map.entry("humidity", List.of("%")),
            Map.entry("precipitation", List.of("cm", "in", "mm")),
            Map.entry(
                    "volume_flow_rate", List.of("m³/h", "m³/min", "m³/s", "ft³/min", "L/h", "L/min", "L/s", "gal/min")),
            Map.entry("water", List.of("L", "gal", "m³", "ft³", "CCF")),
            Map.entry("distance", List.of("km", "m", "cm", "mm", "mi", "nmi", "yd", "in")),
            Map.entry("pressure", List.of("Pa", "kPa", "hPa", "bar", "mbar", "mmHg", "inHg", "psi")),
            Map.entry("wind_speed", List.of("ft/s", "km/h", "kn", "m/s", "mph", "Beaufort")),
            Map.entry("irradiance", List.of("W/m²", "BTU/(h⋅ft²)")),
            Map.entry("illuminance", List.of("lx")),
            Map.entry("ph", List.of("")),
            Map.entry("conductivity", List.of("S/cm", "mS/cm", "μS/cm")),
            Map.entry("voltage", List.of("V", "mV", "µV", "kV", "MV")),
            Map.entry("timestamp", List.of("")));

    private static final Map<String, Set<String>> STATE_CLASSES = Map.of(
            "precipitation", Set.of("measurement", "total", "total_increasing"),
            "water", Set.of("total", "total_increasing"),
            "distance", Set.of("measurement", "total", "total_increasing"),
            "timestamp", Set.of(""));

    private HomeAssistantSchema() {}

    /** Fails unless Home Assistant would take the document as it is. */
    public static void check(String topic, JsonNode config) {
        assertThat(topic).matches(TOPIC);
        boolean isSensor = topic.contains("/sensor/");
        Set<String> allowed = new TreeSet<>(COMMON);
        if (isSensor) {
            allowed.addAll(SENSOR_ONLY);
        }
        assertThat(names(config)).as(topic).isSubsetOf(allowed).contains("name", "unique_id", "state_topic");
        assertThat(config.path("state_topic").asText()).doesNotContain("+", "#").isNotEmpty();
        if (config.has("expire_after")) {
            assertThat(config.path("expire_after").isIntegralNumber()).isTrue();
            assertThat(config.path("expire_after").asInt()).isPositive();
        }
        if (config.has("entity_category")) {
            assertThat(config.path("entity_category").asText()).isEqualTo("diagnostic");
        }
        JsonNode device = config.path("device");
        assertThat(names(device)).as(topic).isSubsetOf(DEVICE);
        assertThat(device.path("identifiers").isArray()
                        && !device.path("identifiers").isEmpty())
                .isTrue();
        assertThat(config.path("origin").path("name").asText()).isNotEmpty();
        String deviceClass = config.path("device_class").asText();
        if (isSensor) {
            checkSensor(topic, config, deviceClass);
        } else if (!deviceClass.isEmpty()) {
            assertThat(BINARY_CLASSES).contains(deviceClass);
        }
    }

    private static void checkSensor(String topic, JsonNode config, String deviceClass) {
        String unit = config.path("unit_of_measurement").asText();
        String stateClass = config.path("state_class").asText();
        if (deviceClass.isEmpty()) {
            assertThat(stateClass).as(topic).isIn("", "measurement", "total", "total_increasing");
        } else {
            assertThat(UNITS).as(topic).containsKey(deviceClass);
            assertThat(UNITS.get(deviceClass)).as(topic).contains(unit);
            assertThat(STATE_CLASSES.getOrDefault(deviceClass, Set.of("measurement")))
                    .as(topic)
                    .contains(stateClass);
        }
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
