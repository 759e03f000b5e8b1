package vn.tuoi.cloud.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.event.Alarm;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.topic.FarmId;

/** What farms have said, to read. Thread-safe; blocks. */
public final class FarmHistory {
    /** Answers are cut here; the rest is asked for from there on. */
    public static final int MAX_ROWS = 500;

    private final Database database;

    FarmHistory(Database database) {
        this.database = database;
    }

    /**
     * What a farm last said of itself.
     *
     * @param lastSeen when it was last heard of
     * @param state absent before it reported the first time
     */
    public record Status(
            boolean online,
            @Nullable Instant lastSeen,
            @Nullable FarmState state) {
        static final Status NEVER = new Status(false, null, null);
    }

    /** An alarm with what people did about it. */
    public record Alert(
            FarmId farm,
            Alarm alarm,
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy) {}

    public Status status(FarmId farm) {
        return database.read()
                .withHandle(handle -> handle.select(
                                "SELECT online, last_seen, state FROM farm_status WHERE farm = ?", farm.value())
                        .map((row, context) -> {
                            long lastSeen = row.getLong(2);
                            Instant seen = row.wasNull() ? null : Instant.ofEpochMilli(lastSeen);
                            String state = row.getString(3);
                            return new Status(
                                    row.getInt(1) == 1, seen, state == null ? null : read(state, FarmState.class));
                        })
                        .findOne()
                        .orElse(Status.NEVER));
    }

    /** Runs of a farm that began in {@code [from, to)}, newest first; from the run after {@code after} on. */
    public List<RunRecord> runs(FarmId farm, Instant from, Instant to, @Nullable String after, int limit) {
        return database.read().withHandle(handle -> {
            Query query = handle.createQuery("SELECT document FROM run WHERE farm = :farm"
                            + " AND started_at >= :from AND started_at < :to"
                            + (after == null
                                    ? ""
                                    : " AND (started_at, id) < (SELECT started_at, id FROM run WHERE farm = :farm"
                                            + " AND id = :after)")
                            + " ORDER BY started_at DESC, id DESC LIMIT :limit")
                    .bind("farm", farm.value())
                    .bind("from", from.toEpochMilli())
                    .bind("to", to.toEpochMilli())
                    .bind("limit", Math.min(limit, MAX_ROWS));
            if (after != null) {
                query.bind("after", after);
            }
            return documents(query.mapTo(String.class), RunRecord.class);
        });
    }

    /** The newest ended run of each zone. */
    public Map<String, RunRecord> lastRuns(FarmId farm) {
        Map<String, RunRecord> byZone = new HashMap<>();
        database.read()
                .withHandle(handle -> documents(
                        handle.select(
                                        "SELECT document FROM run AS r WHERE farm = ? AND started_at ="
                                                + " (SELECT max(started_at) FROM run WHERE farm = r.farm"
                                                + " AND zone = r.zone AND ended_at IS NOT NULL)"
                                                + " AND ended_at IS NOT NULL",
                                        farm.value())
                                .mapTo(String.class),
                        RunRecord.class))
                .forEach(run -> byZone.put(run.zone(), run));
        return byZone;
    }

    /** Alarms that last, of one farm. */
    public List<Alarm> openAlarms(FarmId farm) {
        return database.read()
                .withHandle(handle -> documents(
                        handle.select(
                                        "SELECT document FROM alarm WHERE farm = ? AND cleared_at IS NULL"
                                                + " ORDER BY raised_at DESC LIMIT ?",
                                        farm.value(),
                                        MAX_ROWS)
                                .mapTo(String.class),
                        Alarm.class));
    }

    /** How many alarms last, by farm; farms without any are left out. */
    public Map<String, Integer> openAlarmCounts() {
        Map<String, Integer> counts = new HashMap<>();
        database.read()
                .useHandle(handle -> handle.select(
                                "SELECT farm, count(*) FROM alarm WHERE cleared_at IS NULL GROUP BY farm")
                        .map((row, context) -> counts.put(row.getString(1), row.getInt(2)))
                        .forEach(ignored -> {}));
        return counts;
    }

    /** The newest alarms of some farms, lasting or over. */
    public List<Alert> alerts(Collection<FarmId> farms, int limit) {
        if (farms.isEmpty()) {
            return List.of();
        }
        return database.read()
                .withHandle(handle -> handle.createQuery(
                                "SELECT farm, document, acknowledged_at, acknowledged_by FROM alarm"
                                        + " WHERE farm IN (<farms>) ORDER BY raised_at DESC LIMIT :limit")
                        .bindList("farms", farms.stream().map(FarmId::value).toList())
                        .bind("limit", Math.min(limit, MAX_ROWS))
                        .map((row, context) -> {
                            long acknowledged = row.getLong(3);
                            Instant at = row.wasNull() ? null : Instant.ofEpochMilli(acknowledged);
                            return new Alert(
                                    new FarmId(row.getString(1)),
                                    read(row.getString(2), Alarm.class),
                                    at,
                                    row.getString(4));
                        })
                        .list());
    }

    /** Notes that somebody has seen an alarm; the first one stays. Empty when there is no such alarm. */
    public Optional<Alarm> acknowledge(FarmId farm, String alarm, String by, Instant at) {
        return database.write().inTransaction(handle -> {
            handle.execute(
                    "UPDATE alarm SET acknowledged_at = ?, acknowledged_by = ?"
                            + " WHERE farm = ? AND id = ? AND acknowledged_at IS NULL",
                    at.toEpochMilli(),
                    by,
                    farm.value(),
                    alarm);
            return handle.select("SELECT document FROM alarm WHERE farm = ? AND id = ?", farm.value(), alarm)
                    .mapTo(String.class)
                    .findOne()
                    .map(document -> read(document, Alarm.class));
        });
    }

    private static <T> List<T> documents(ResultIterable<String> rows, Class<T> type) {
        return rows.map(document -> read(document, type)).list();
    }

    private static <T> T read(String document, Class<T> type) {
        try {
            return StrictJson.readOwn(document.getBytes(StandardCharsets.UTF_8), type);
        } catch (MalformedDocument e) {
            throw new IllegalStateException(
                    "a stored " + type.getSimpleName() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
