package vn.tuoi.cloud.registry;

import java.time.Instant;
import java.util.Optional;

/** Open sessions and tokens by the digest of their secret. Thread-safe; blocks. */
public final class Sessions {
    /** More sessions of one account end the oldest. */
    static final int MAX_PER_ACCOUNT = 50;

    private final Database database;

    Sessions(Database database) {
        this.database = database;
    }

    /** Opens a session; sessions that are over go at the same time. */
    public void open(String digest, Account account, String label, Instant expiresAt, Instant now) {
        database.write().useTransaction(handle -> {
            handle.execute("DELETE FROM session WHERE expires_at <= ?", now.toEpochMilli());
            handle.execute(
                    "INSERT INTO session (digest, account, label, expires_at) VALUES (?, ?, ?, ?)",
                    digest,
                    account.id(),
                    label,
                    expiresAt.toEpochMilli());
            handle.execute(
                    "DELETE FROM session WHERE account = ? AND digest NOT IN"
                            + " (SELECT digest FROM session WHERE account = ? ORDER BY expires_at DESC, digest LIMIT ?)",
                    account.id(),
                    account.id(),
                    MAX_PER_ACCOUNT);
        });
    }

    /** Whose session it is, while it lasts. */
    public Optional<Account> find(String digest, Instant now) {
        return database.read()
                .withHandle(handle -> handle.select(
                                "SELECT account FROM session WHERE digest = ? AND expires_at > ?",
                                digest,
                                now.toEpochMilli())
                        .mapTo(String.class)
                        .findOne()
                        .flatMap(account -> People.load(handle, account)));
    }

    public void close(String digest) {
        database.write().useHandle(handle -> handle.execute("DELETE FROM session WHERE digest = ?", digest));
    }
}
