package vn.tuoi.cloud.registry;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import vn.tuoi.config.topic.FarmId;

/**
 * The registered farms. All of them are in memory too: the broker asks on its event loops whether a farm may connect,
 * and a province's farms fit in a few megabytes. Thread-safe.
 */
public final class Farms {
    private final Database database;
    private final Map<String, Farm> known = new ConcurrentHashMap<>();
    private volatile Consumer<String> onNewCredential = farm -> {};

    Farms(Database database) {
        this.database = database;
        database.read()
                .useHandle(handle -> handle.select("SELECT id, name, credential_digest FROM farm")
                        .map((row, context) -> new Farm(
                                new FarmId(row.getString("id")),
                                row.getString("name"),
                                row.getString("credential_digest")))
                        .forEach(farm -> known.put(farm.id().value(), farm)));
    }

    /** Registers a farm, or changes its name and credential. */
    public void save(Farm farm, Instant now) {
        database.write().useTransaction(handle -> save(handle, farm, now));
        remember(farm);
    }

    /** As {@link #save(Farm, Instant)}, all of them or none. */
    public void saveAll(Collection<Farm> farms, Instant now) {
        database.write().useTransaction(handle -> farms.forEach(farm -> save(handle, farm, now)));
        farms.forEach(this::remember);
    }

    private void remember(Farm farm) {
        Farm before = known.put(farm.id().value(), farm);
        if (before != null && !before.credentialDigest().equals(farm.credentialDigest())) {
            onNewCredential.accept(farm.id().value());
        }
    }

    /** Whom to tell the id of a farm whose credential is another one from now on; on the thread that saves it. */
    public void onNewCredential(Consumer<String> listener) {
        onNewCredential = listener;
    }

    private static void save(Handle handle, Farm farm, Instant now) {
        handle.createUpdate(
                        "INSERT INTO farm (id, name, credential_digest, created_at) VALUES (:id, :name, :digest, :now)"
                                + " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                                + " credential_digest = excluded.credential_digest")
                .bind("id", farm.id().value())
                .bind("name", farm.name())
                .bind("digest", farm.credentialDigest())
                .bind("now", now.toEpochMilli())
                .execute();
        handle.createUpdate("INSERT INTO farm_status (farm, online) VALUES (:id, 0) ON CONFLICT (farm) DO NOTHING")
                .bind("id", farm.id().value())
                .execute();
    }

    /** A farm by its id; from memory, never blocks. */
    public Optional<Farm> find(String id) {
        return Optional.ofNullable(known.get(id));
    }

    /** Every farm, in no order; from memory, never blocks. */
    public Collection<Farm> all() {
        return known.values();
    }
}
