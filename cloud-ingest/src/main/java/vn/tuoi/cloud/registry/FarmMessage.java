package vn.tuoi.cloud.registry;

import java.time.Instant;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.topic.FarmId;

/** Something that a farm says besides its readings. */
public sealed interface FarmMessage {
    FarmId farm();

    /** On topic {@code event}. */
    record Happened(FarmId farm, FarmEvent event) implements FarmMessage {}

    /** On topic {@code reply}. */
    record Replied(FarmId farm, Reply reply) implements FarmMessage {}

    /** On topic {@code state}. */
    record Reported(FarmId farm, FarmState state) implements FarmMessage {}

    /** On topic {@code online}: the farm itself, or its will. */
    record Online(FarmId farm, boolean online, Instant at) implements FarmMessage {}
}
