package vn.tuoi.cloud.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.topic.FarmId;

/** The plans of the farms, every version of them. Thread-safe; blocks. */
public final class Plans {
    private final Database database;

    Plans(Database database) {
        this.database = database;
    }

    /**
     * Adds a version, provided that the farm's newest one is the one before it.
     *
     * @param plan valid; its version is {@code expected + 1} or more
     * @param expected the version that it was made from; 0 when the farm has none yet
     * @return whether it was added; otherwise somebody else was faster
     */
    public boolean add(FarmPlan plan, long expected, String by, Instant now) {
        return database.write()
                .inTransaction(handle -> handle.createUpdate(
                                        "INSERT INTO farm_plan (farm, version, document, created_at, created_by)"
                                                + " SELECT :farm, :version, :document, :now, :by WHERE :expected ="
                                                + " (SELECT coalesce(max(version), 0) FROM farm_plan WHERE farm = :farm)")
                                .bind("farm", plan.farm().value())
                                .bind("version", plan.version())
                                .bind("document", new String(StrictJson.write(plan), StandardCharsets.UTF_8))
                                .bind("now", now.toEpochMilli())
                                .bind("by", by)
                                .bind("expected", expected)
                                .execute()
                        == 1);
    }

    /** A farm's newest plan. */
    public Optional<FarmPlan> current(FarmId farm) {
        return database.read().withHandle(handle -> current(handle, farm));
    }

    private static Optional<FarmPlan> current(Handle handle, FarmId farm) {
        return handle.select(
                        "SELECT document FROM farm_plan WHERE farm = ? ORDER BY version DESC LIMIT 1", farm.value())
                .mapTo(String.class)
                .findOne()
                .map(Plans::plan);
    }

    /**
     * A farm that has a plan.
     *
     * @param applied whether it last reported its newest version as applied
     */
    public record Planned(FarmId farm, boolean applied) {}

    /** Every farm that has a plan, those that have not applied the newest version first. */
    public List<Planned> planned() {
        return database.read()
                .withHandle(handle -> handle.select("SELECT farm, version IS applied AS done FROM ("
                                + "SELECT p.farm AS farm, max(p.version) AS version,"
                                + " json_extract(s.state, '$.planVersion') AS applied"
                                + " FROM farm_plan AS p LEFT JOIN farm_status AS s ON s.farm = p.farm GROUP BY p.farm)"
                                + " ORDER BY done")
                        .map((row, context) -> new Planned(new FarmId(row.getString(1)), row.getInt(2) == 1))
                        .list());
    }

    private static FarmPlan plan(String document) {
        try {
            return FarmPlan.parse(document.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedDocument e) {
            throw new IllegalStateException("a stored plan cannot be read: " + e.getMessage(), e);
        }
    }
}
