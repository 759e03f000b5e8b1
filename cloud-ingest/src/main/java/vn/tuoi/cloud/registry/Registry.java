package vn.tuoi.cloud.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.JdbiException;

/**
 * The cloud's database of farms and people, in one SQLite file. Thread-safe; every call blocks for a disk, so none
 * belongs on an event loop. A database that cannot do its work throws {@link JdbiException}.
 */
public final class Registry implements AutoCloseable {
    private final Database database;
    private final Farms farms;
    private final People people;
    private final Sessions sessions;
    private final Plans plans;
    private final Commands commands;
    private final FarmLog log;
    private final FarmHistory history;
    private final RefusedMessages refusedMessages;

    private Registry(Database database) {
        this.database = database;
        this.farms = new Farms(database);
        this.people = new People(database);
        this.sessions = new Sessions(database);
        this.plans = new Plans(database);
        this.commands = new Commands(database);
        this.log = new FarmLog(database);
        this.history = new FarmHistory(database);
        this.refusedMessages = new RefusedMessages(database);
    }

    /**
     * Opens or creates the file; its folder must exist.
     *
     * @throws IOException when it is no registry, or one of a later version
     */
    public static Registry open(Path file) throws IOException {
        try {
            return new Registry(new Database(file));
        } catch (FlywayException | JdbiException e) {
            throw new IOException("registry " + file + " cannot be opened: " + firstLine(e), e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    public Farms farms() {
        return farms;
    }

    public People people() {
        return people;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Plans plans() {
        return plans;
    }

    public Commands commands() {
        return commands;
    }

    public FarmLog log() {
        return log;
    }

    public FarmHistory history() {
        return history;
    }

    public RefusedMessages refusedMessages() {
        return refusedMessages;
    }

    /** Whether the database answers. */
    public boolean isReachable() {
        try {
            database.read()
                    .useHandle(handle ->
                            handle.select("SELECT 1").mapTo(Long.class).one());
            return true;
        } catch (JdbiException e) {
            return false;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
