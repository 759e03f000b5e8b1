package vn.tuoi.cloud.intake;

import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.mqtt.Inbound;

/**
 * A message that has been dealt with, or is about to be.
 *
 * @param sender who sent it; null when that is no registered farm, which gets no word back
 */
record Taken(Inbound message, @Nullable Recipient sender) {}
