package vn.tuoi.gateway.homeassistant;

import vn.tuoi.gateway.uplink.BrokerAddress;

/**
 * Which Home Assistant is shown the farm.
 *
 * @param broker the broker that Home Assistant listens to; on the farm's own network, not the cloud's
 * @param discoveryPrefix where Home Assistant looks for what there is; {@code homeassistant} unless somebody changed it
 * @param language what people read there
 */
public record HomeAssistantSettings(BrokerAddress broker, String discoveryPrefix, Language language) {
    /** The language of the names that Home Assistant shows. */
    public enum Language {
        VI,
        EN
    }
}
