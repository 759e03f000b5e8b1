package vn.tuoi.cloud.registry;

import vn.tuoi.config.topic.FarmId;

/**
 * A registered farm.
 *
 * @param id its id, also its user name at the broker
 * @param name what people call it
 * @param credentialDigest SHA-256 of its broker password, hex; the password is random and long, so no slow hash is needed
 */
public record Farm(FarmId id, String name, String credentialDigest) {}
