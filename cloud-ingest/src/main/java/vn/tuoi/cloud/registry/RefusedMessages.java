package vn.tuoi.cloud.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quarantine: the newest messages that the intake refused, for people to look at. Bounded by count, by farm, so that
 * one broken farm does not push the others out, and by age. Thread-safe; blocks.
 */
public final class RefusedMessages {
    /** Of a payload this much is kept. */
    public static final int MAX_PAYLOAD_BYTES = 4_096;

    /** So many of the newest are kept in all. */
    static final int MAX_KEPT = 1_000;

    static final int MAX_KEPT_OF_A_FARM = 200;
    static final Duration MAX_AGE = Duration.ofDays(30);

    private final Database database;

    RefusedMessages(Database database) {
        this.database = database;
    }

    /**
     * A message that was refused.
     *
     * @param farm as the topic says, empty when it says none
     * @param receivedAtMs of the farms' clock
     * @param reason a short code
     * @param message what is wrong
     * @param payloadBytes its length
     * @param payloadBase64 the beginning of its payload
     */
    public record Refused(
            String farm,
            String topic,
            long receivedAtMs,
            String reason,
            String message,
            int payloadBytes,
            String payloadBase64) {}

    /** A refused message with its number; later ones have higher numbers. */
    public record Kept(long id, Refused refused) {}

    /** Puts messages in; the oldest give way. */
    public void add(List<Refused> refused) {
        database.write().useTransaction(handle -> {
            for (Refused one : refused) {
                handle.execute(
                        "INSERT INTO quarantine (farm, topic, received_at, reason, message, payload_bytes,"
                                + " payload_base64) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        one.farm(),
                        one.topic(),
                        one.receivedAtMs(),
                        one.reason(),
                        one.message(),
                        one.payloadBytes(),
                        one.payloadBase64());
            }
            for (String farm : refused.stream().map(Refused::farm).distinct().toList()) {
                handle.execute(
                        "DELETE FROM quarantine WHERE farm = ? AND id <= (SELECT id FROM quarantine WHERE farm = ?"
                                + " ORDER BY id DESC LIMIT 1 OFFSET ?)",
                        farm,
                        farm,
                        MAX_KEPT_OF_A_FARM);
            }
            handle.execute(
                    "DELETE FROM quarantine WHERE id <= (SELECT id FROM quarantine ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    MAX_KEPT);
        });
    }

    /** Lets go of what is too old. */
    public void forgetOld(Instant now) {
        database.write()
                .useHandle(handle -> handle.execute(
                        "DELETE FROM quarantine WHERE received_at < ?",
                        now.minus(MAX_AGE).toEpochMilli()));
    }

    /**
     * The newest first.
     *
     * @param farm of this farm alone; null for all
     * @param reason with this code alone; null for all
     * @param below with a number below this
     */
    public List<Kept> newest(@Nullable String farm, @Nullable String reason, long below, int limit) {
        return database.read()
                .withHandle(handle -> handle.createQuery(
                                "SELECT id, farm, topic, received_at, reason, message, payload_bytes, payload_base64"
                                        + " FROM quarantine WHERE id < :below AND (:farm IS NULL OR farm = :farm)"
                                        + " AND (:reason IS NULL OR reason = :reason) ORDER BY id DESC LIMIT :limit")
                        .bind("below", below)
                        .bind("farm", farm)
                        .bind("reason", reason)
                        .bind("limit", limit)
                        .map((row, context) -> new Kept(
                                row.getLong("id"),
                                new Refused(
                                        row.getString("farm"),
                                        row.getString("topic"),
                                        row.getLong("received_at"),
                                        row.getString("reason"),
                                        row.getString("message"),
                                        row.getInt("payload_bytes"),
                                        row.getString("payload_base64"))))
                        .list());
    }
}
