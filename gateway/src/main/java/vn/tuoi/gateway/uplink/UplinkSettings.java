package vn.tuoi.gateway.uplink;

import java.time.ZoneId;
import vn.tuoi.config.sign.VerificationKey;
import vn.tuoi.config.topic.FarmId;

/**
 * One farm's connection.
 *
 * @param farm whose topics are used
 * @param broker where to
 * @param cloudKey the only key whose plans and commands are taken
 * @param bytesPerDay uplink bytes a day to stay below; 0 for no limit
 * @param zone where a day begins
 */
public record UplinkSettings(
        FarmId farm, BrokerAddress broker, VerificationKey cloudKey, long bytesPerDay, ZoneId zone) {}
