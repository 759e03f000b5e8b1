package vn.tuoi.cloud.registry;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sqlite.SQLiteErrorCode;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/** Takes down what farms say. Everything may come twice and out of order, and is then harmless. Thread-safe; blocks. */
public final class FarmLog {
    /** Of SQLite: text or number too large, a constraint, a value of a wrong kind. */
    private static final Set<Integer> REFUSALS = Set.of(
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code);

    /** The rest of a result code is detail. */
    private static final int PRIMARY_CODE = 0xFF;

    private final Database database;

    FarmLog(Database database) {
        this.database = database;
    }

    /** Takes down messages of registered farms in one durable transaction; returns what became different. */
    public List<FarmChange> write(List<FarmMessage> messages) {
        return database.write().inTransaction(handle -> {
            List<FarmChange> changes = new ArrayList<>();
            for (FarmMessage message : messages) {
                if (message instanceof FarmMessage.Happened happened) {
                    event(handle, happened.farm(), happened.event()).ifPresent(changes::add);
                } else if (message instanceof FarmMessage.Replied replied) {
                    Commands.reply(handle, replied.farm(), replied.reply())
                            .map(FarmChange.CommandChanged::new)
                            .ifPresent(changes::add);
                } else if (message instanceof FarmMessage.Reported reported) {
                    handle.createUpdate("UPDATE farm_status SET state = :state WHERE farm = :farm")
                            .bind("state", json(reported.state()))
                            .bind("farm", reported.farm().value())
                            .execute();
                    changes.add(new FarmChange.StateChanged(reported.farm()));
                } else if (message instanceof FarmMessage.Online online) {
                    handle.createUpdate("UPDATE farm_status SET online = :online, last_seen = :at WHERE farm = :farm")
                            .bind("online", online.online() ? 1 : 0)
                            .bind("at", online.at().toEpochMilli())
                            .bind("farm", online.farm().value())
                            .execute();
                    changes.add(new FarmChange.StateChanged(online.farm()));
                }
            }
            return changes;
        });
    }

    /**
     * Whether {@link #write} failed for what a message says, so that the same would fail for ever: a time that no number of
     * milliseconds holds, a farm that is registered no more. Everything else may pass: a full disk, a busy file.
     */
    public static boolean isForWhatItSays(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return REFUSALS.contains(sql.getErrorCode() & PRIMARY_CODE);
            }
        }
        return !(failure instanceof JdbiException);
    }

    private static Optional<FarmChange> event(Handle handle, FarmId farm, FarmEvent event) {
        RunRecord run = event.run();
        if (run != null) {
            return run(handle, farm, run) ? Optional.of(new FarmChange.RunChanged(farm, run)) : Optional.empty();
        }
        Alarm alarm = event.alarm();
        if (alarm != null) {
            return alarm(handle, farm, alarm)
                    ? Optional.of(new FarmChange.AlarmChanged(farm, alarm))
                    : Optional.empty();
        }
        handle.createUpdate("INSERT INTO notice (farm, id, at, document) VALUES (:farm, :id, :at, :document)"
                        + " ON CONFLICT DO NOTHING")
                .bind("farm", farm.value())
                .bind("id", event.id())
                .bind("at", event.at().toEpochMilli())
                .bind("document", json(event))
                .execute();
        return Optional.empty();
    }

    /** A run that has ended is not opened again by a message that comes late. */
    private static boolean run(Handle handle, FarmId farm, RunRecord run) {
        return handle.createUpdate("INSERT INTO run (farm, id, zone, started_at, ended_at, document)"
                                + " VALUES (:farm, :id, :zone, :started, :ended, :document)"
                                + " ON CONFLICT (farm, id) DO UPDATE SET started_at = excluded.started_at,"
                                + " ended_at = excluded.ended_at, document = excluded.document"
                                + " WHERE run.document <> excluded.document"
                                + " AND (run.ended_at IS NULL OR excluded.ended_at IS NOT NULL)")
                        .bind("farm", farm.value())
                        .bind("id", run.id())
                        .bind("zone", run.zone())
                        .bind("started", run.startedAt().toEpochMilli())
                        .bind(
                                "ended",
                                run.endedAt() == null
                                        ? null
                                        : (Long) run.endedAt().toEpochMilli())
                        .bind("document", json(run))
                        .execute()
                == 1;
    }

    private static boolean alarm(Handle handle, FarmId farm, Alarm alarm) {
        return handle.createUpdate("INSERT INTO alarm (farm, id, raised_at, cleared_at, document)"
                                + " VALUES (:farm, :id, :raised, :cleared, :document)"
                                + " ON CONFLICT (farm, id) DO UPDATE SET cleared_at = excluded.cleared_at,"
                                + " document = excluded.document"
                                + " WHERE alarm.cleared_at IS NULL AND alarm.document <> excluded.document")
                        .bind("farm", farm.value())
                        .bind("id", alarm.id())
                        .bind("raised", alarm.raisedAt().toEpochMilli())
                        .bind(
                                "cleared",
                                alarm.clearedAt() == null
                                        ? null
                                        : (Long) alarm.clearedAt().toEpochMilli())
                        .bind("document", json(alarm))
                        .execute()
                == 1;
    }

    /** Notes when farms were last heard of. */
    public void lastSeen(Map<FarmId, Long> timesMs) {
        database.write().useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "UPDATE farm_status SET last_seen = :at WHERE farm = :farm AND coalesce(last_seen, 0) < :at");
            timesMs.forEach((farm, atMs) ->
                    batch.bind("farm", farm.value()).bind("at", atMs).add());
            batch.execute();
        });
    }

    private static String json(Object document) {
        return new String(StrictJson.write(document), StandardCharsets.UTF_8);
    }
}
