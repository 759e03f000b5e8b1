package vn.tuoi.cloud.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tuoi.cloud.mqtt.BrokerLink;
import vn.tuoi.cloud.registry.CommandRecord;
import vn.tuoi.cloud.registry.Commands;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;

/**
 * Sends commands: noted first, then published signed, with an expiry at the broker too. A command that the broker did
 * not take is sent again when it is back, until it expires; its id makes sure that it acts once. Thread-safe; blocks.
 */
public final class CommandDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);

    /** How long a farm may take to get a command, in real time: somebody stands there and waits for water. */
    static final Duration LIFE = Duration.ofSeconds(60);

    /** An answer that is under way when a command expires still counts. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Commands commands;
    private final SigningKey key;
    private final FarmTiming timing;
    private final InstantSource realClock;
    private final BrokerLink link;

    public CommandDesk(Commands commands, SigningKey key, FarmTiming timing, InstantSource realClock, BrokerLink link) {
        this.link = link;
        this.commands = commands;
        this.key = key;
        this.timing = timing;
        this.realClock = realClock;
    }

    /** Makes a command of an id, the time when it is issued and the time when it expires. */
    public interface Order {
        Command command(UUID id, Instant issuedAt, Instant expiresAt);
    }

    /** What came of an order. */
    public sealed interface Outcome {
        /** It is on its way, or was already when the same order came before. */
        record Accepted(UUID id) implements Outcome {}

        /** The key was used for another order. */
        record KeyTaken() implements Outcome {}
    }

    /** Gives an order to a farm, once for each key. */
    public Outcome issue(FarmId farm, Order order, Commands.@Nullable Key idempotencyKey) {
        Instant now = timing.clock().instant();
        Command command = order.command(UUID.randomUUID(), now, now.plus(timing.farmTime(LIFE)));
        Commands.Added added = commands.add(farm, command, idempotencyKey, realClock.instant());
        if (added instanceof Commands.Added.Before before) {
            return new Outcome.Accepted(before.id());
        }
        if (added instanceof Commands.Added.KeyTaken) {
            return new Outcome.KeyTaken();
        }
        send(farm, command);
        return new Outcome.Accepted(command.id());
    }

    private void send(FarmId farm, Command command) {
        Duration left = Duration.between(timing.clock().instant(), command.expiresAt());
        Duration leftReal = Duration.ofMillis(Math.round(left.toMillis() / timing.speed()));
        if (leftReal.isNegative() || leftReal.isZero()) {
            return;
        }
        String topic = FarmTopic.COMMAND.of(farm);
        var unused = link.publish(topic, key.sign(topic, StrictJson.write(command)), false, leftReal)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("command {} to {} waits for the broker: {}", command.id(), farm, failure.toString());
                    }
                });
    }

    /** Sends again what no farm has answered: after a start, and after the broker was away. */
    public void sendUnanswered() {
        for (CommandRecord waiting : commands.unanswered(timing.clock().instant())) {
            send(waiting.farm(), waiting.command());
        }
    }

    /** Marks as expired what no farm has answered in time; returns those commands. */
    public List<CommandRecord> expire() {
        return commands.expire(timing.clock().instant().minus(timing.farmTime(GRACE)));
    }
}
