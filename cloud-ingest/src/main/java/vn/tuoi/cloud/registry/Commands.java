package vn.tuoi.cloud.registry;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.topic.FarmId;

/** Every command that was sent, and how far it came. Thread-safe; blocks. */
public final class Commands {
    /** After this a key may be used for something else. */
    static final Duration KEY_LIFE = Duration.ofDays(1);

    private static final String COLUMNS = "id, farm, state, reason, document";

    private final Database database;

    Commands(Database database) {
        this.database = database;
    }

    /**
     * A request that must have one effect, however often it is made.
     *
     * @param account who asks
     * @param name what they call it
     * @param requestDigest digest of what is asked, so that a name cannot be used for two things
     */
    public record Key(String account, String name, String requestDigest) {}

    /** What became of a new command. */
    public sealed interface Added {
        /** It is new and is to be sent. */
        record New() implements Added {}

        /** The same was asked before under the same key, and this command came of it. */
        record Before(UUID id) implements Added {}

        /** The key was used for something else. */
        record KeyTaken() implements Added {}
    }

    /** Notes a command as sent, unless its key has been used; {@code now} is the cloud's real time. */
    public Added add(FarmId farm, Command command, @Nullable Key key, Instant now) {
        return database.write().inTransaction(handle -> {
            if (key != null) {
                handle.execute(
                        "DELETE FROM idempotency_key WHERE created_at < ?",
                        now.minus(KEY_LIFE).toEpochMilli());
                Optional<Added> before = handle.select(
                                "SELECT request_digest, command FROM idempotency_key WHERE account = ? AND name = ?",
                                key.account(),
                                key.name())
                        .map((row, context) -> row.getString(1).equals(key.requestDigest())
                                ? (Added) new Added.Before(UUID.fromString(row.getString(2)))
                                : new Added.KeyTaken())
                        .findOne();
                if (before.isPresent()) {
                    return before.get();
                }
            }
            insert(handle, farm, command);
            if (key != null) {
                handle.execute(
                        "INSERT INTO idempotency_key (account, name, request_digest, command, created_at)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        key.account(),
                        key.name(),
                        key.requestDigest(),
                        command.id().toString(),
                        now.toEpochMilli());
            }
            return new Added.New();
        });
    }

    private static void insert(Handle handle, FarmId farm, Command command) {
        handle.createUpdate("INSERT INTO command (id, farm, zone, state, issued_at, expires_at, document)"
                        + " VALUES (:id, :farm, :zone, 'sent', :issued, :expires, :document)")
                .bind("id", command.id().toString())
                .bind("farm", farm.value())
                .bind("zone", command.zone())
                .bind("issued", command.issuedAt().toEpochMilli())
                .bind("expires", command.expiresAt().toEpochMilli())
                .bind("document", new String(StrictJson.write(command), StandardCharsets.UTF_8))
                .execute();
        step(handle, command.id(), CommandState.SENT, command.issuedAt());
    }

    private static void step(Handle handle, UUID id, CommandState state, Instant at) {
        handle.execute(
                "INSERT INTO command_step (command, state, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                id.toString(),
                state.code(),
                at.toEpochMilli());
    }

    /** Takes a farm's reply; returns the command when it came further by it. */
    static Optional<CommandRecord> reply(Handle handle, FarmId farm, Reply reply) {
        return advance(handle, farm, reply.id(), CommandState.of(reply.state()), reply.reason(), reply.at());
    }

    private static Optional<CommandRecord> advance(
            Handle handle, FarmId farm, UUID id, CommandState next, @Nullable Explanation reason, Instant at) {
        Optional<CommandState> state = handle.select(
                        "SELECT state FROM command WHERE id = ? AND farm = ?", id.toString(), farm.value())
                .map((row, context) -> CommandState.ofCode(row.getString(1)))
                .findOne();
        if (state.isEmpty()) {
            return Optional.empty();
        }
        boolean further = state.get().mayBecome(next);
        if (further) {
            handle.createUpdate("UPDATE command SET state = :state, reason = :reason WHERE id = :id")
                    .bind("state", next.code())
                    .bind(
                            "reason",
                            reason == null ? null : new String(StrictJson.write(reason), StandardCharsets.UTF_8))
                    .bind("id", id.toString())
                    .execute();
        }
        // a reply that came late still belongs into the history
        step(handle, id, next, at);
        return further ? find(handle, farm, id) : Optional.empty();
    }

    /** Marks commands as expired that no farm has answered by {@code now}; returns them. */
    public List<CommandRecord> expire(Instant now) {
        return database.write()
                .inTransaction(handle -> handle
                        .select(
                                "SELECT farm, id FROM command WHERE state = 'sent' AND expires_at < ? LIMIT 1000",
                                now.toEpochMilli())
                        .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
                        .list()
                        .stream()
                        .flatMap(found -> advance(
                                handle,
                                new FarmId(found[0]),
                                UUID.fromString(found[1]),
                                CommandState.EXPIRED,
                                Explanation.of("command.expired.no_answer"),
                                now)
                                .stream())
                        .toList());
    }

    /** Commands that no farm has answered and that have not expired, oldest first; at most 1,000. */
    public List<CommandRecord> unanswered(Instant now) {
        return database.read()
                .withHandle(handle -> handle.select(
                                "SELECT " + COLUMNS + " FROM command WHERE state = 'sent' AND expires_at >= ?"
                                        + " ORDER BY issued_at LIMIT 1000",
                                now.toEpochMilli())
                        .map((row, context) -> commandRecord(handle, row))
                        .list());
    }

    public Optional<CommandRecord> find(FarmId farm, UUID id) {
        return database.read().withHandle(handle -> find(handle, farm, id));
    }

    private static Optional<CommandRecord> find(Handle handle, FarmId farm, UUID id) {
        return handle.select(
                        "SELECT " + COLUMNS + " FROM command WHERE id = ? AND farm = ?", id.toString(), farm.value())
                .map((row, context) -> commandRecord(handle, row))
                .findOne();
    }

    /** The newest command of each zone of a farm; commands to the whole farm are not among them. */
    public List<CommandRecord> newestOfZones(FarmId farm) {
        return database.read()
                .withHandle(handle -> handle.select(
                                "SELECT " + COLUMNS + " FROM command AS c WHERE farm = ? AND zone IS NOT NULL"
                                        + " AND issued_at = (SELECT max(issued_at) FROM command"
                                        + " WHERE farm = c.farm AND zone = c.zone)",
                                farm.value())
                        .map((row, context) -> commandRecord(handle, row))
                        .list());
    }

    private static CommandRecord commandRecord(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("id");
        String reason = row.getString("reason");
        List<CommandRecord.Step> history = handle
                .select("SELECT state, at FROM command_step WHERE command = ? ORDER BY at", id)
                .map((step, context) -> new CommandRecord.Step(
                        CommandState.ofCode(step.getString(1)), Instant.ofEpochMilli(step.getLong(2))))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparing(CommandRecord.Step::at).thenComparing(CommandRecord.Step::state))
                .toList();
        try {
            return new CommandRecord(
                    new FarmId(row.getString("farm")),
                    Command.parse(row.getString("document").getBytes(StandardCharsets.UTF_8)),
                    CommandState.ofCode(row.getString("state")),
                    reason == null
                            ? null
                            : StrictJson.readOwn(reason.getBytes(StandardCharsets.UTF_8), Explanation.class),
                    history);
        } catch (MalformedDocument e) {
            throw new IllegalStateException("stored command " + id + " cannot be read: " + e.getMessage(), e);
        }
    }
}
