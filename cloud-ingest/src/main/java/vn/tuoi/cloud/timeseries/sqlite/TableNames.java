package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Which tables there are, read again only when the file says that they changed. Thread-safe. */
final class TableNames {
    private record Known(int schemaVersion, Set<String> tables) {}

    private volatile Known known = new Known(-1, Set.of());

    /** Names of all tables in the connection's snapshot. */
    Set<String> in(Connection connection) throws SQLException {
        int version;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA schema_version")) {
            version = row.getInt(1);
        }
        Known found = known;
        if (found.schemaVersion() != version) {
            found = new Known(version, Set.copyOf(TelemetrySchema.tables(connection)));
            known = found;
        }
        return found.tables();
    }
}
