package vn.tuoi.cloud.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import vn.tuoi.config.topic.FarmId;

/** The accounts. Thread-safe; blocks. */
public final class People {
    private final Database database;

    People(Database database) {
        this.database = database;
    }

    /** An account with the hash of its PIN. */
    public record Credential(Account account, String pinHash) {}

    /** Creates an account, or changes everything of it but its id. */
    public void save(Account account, String pinHash, Instant now) {
        database.write().useTransaction(handle -> {
            handle.createUpdate("INSERT INTO account (id, phone, name, role, pin_hash, created_at)"
                            + " VALUES (:id, :phone, :name, :role, :hash, :now) ON CONFLICT (id) DO UPDATE SET"
                            + " phone = excluded.phone, name = excluded.name, role = excluded.role,"
                            + " pin_hash = excluded.pin_hash")
                    .bind("id", account.id())
                    .bind("phone", account.phone())
                    .bind("name", account.name())
                    .bind("role", account.role().code())
                    .bind("hash", pinHash)
                    .bind("now", now.toEpochMilli())
                    .execute();
            handle.createUpdate("DELETE FROM account_farm WHERE account = :id")
                    .bind("id", account.id())
                    .execute();
            for (FarmId farm : account.farms()) {
                handle.createUpdate("INSERT INTO account_farm (account, farm) VALUES (:id, :farm)")
                        .bind("id", account.id())
                        .bind("farm", farm.value())
                        .execute();
            }
        });
    }

    /** Whom a phone number belongs to. */
    public Optional<Credential> byPhone(String phone) {
        return database.read()
                .withHandle(handle -> handle.select("SELECT id, pin_hash FROM account WHERE phone = ?", phone)
                        .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
                        .findOne()
                        .flatMap(found -> load(handle, found[0]).map(account -> new Credential(account, found[1]))));
    }

    static Optional<Account> load(Handle handle, String id) {
        TreeSet<FarmId> farms = new TreeSet<>(handle.select("SELECT farm FROM account_farm WHERE account = ?", id)
                .map((row, context) -> new FarmId(row.getString(1)))
                .list());
        return handle.select("SELECT phone, name, role FROM account WHERE id = ?", id)
                .map((row, context) ->
                        new Account(id, row.getString(1), row.getString(2), Role.ofCode(row.getString(3)), farms))
                .findOne();
    }
}
