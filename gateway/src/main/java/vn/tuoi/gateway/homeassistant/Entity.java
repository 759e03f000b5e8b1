package vn.tuoi.gateway.homeassistant;

import java.util.Map;
import vn.tuoi.config.json.StrictJson;

/**
 * One thing that Home Assistant shows.
 *
 * @param component {@code sensor} or {@code binary_sensor}
 * @param objectId unique on the farm
 * @param config its discovery document
 */
record Entity(String component, String objectId, Map<String, Object> config) {
    byte[] document() {
        return StrictJson.write(config);
    }
}
