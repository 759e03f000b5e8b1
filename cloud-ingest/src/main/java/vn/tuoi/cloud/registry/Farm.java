package vn.tuoi.cloud.registry;

import vn.tuoi.config.topic.FarmId;

/**
 * A registered farm.
 *
 * @param id its id, also its user name at the broker
 * @param name what people call it
 * @param credentialDigest of its broker password, see {@link vn.tuoi.cloud.auth.FarmCredential}
 */
public record Farm(FarmId id, String name, String credentialDigest) {}
