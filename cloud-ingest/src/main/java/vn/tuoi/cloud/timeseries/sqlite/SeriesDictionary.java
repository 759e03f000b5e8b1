package vn.tuoi.cloud.timeseries.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Integer ids of (farm, point), in memory and in table {@code series}. Bounded: a farm has at most
 * {@value #MAX_POINTS_PER_FARM} points; further ones get no id, and their readings are refused. Used by the writer
 * alone, not thread-safe.
 */
final class SeriesDictionary {
    static final int MAX_POINTS_PER_FARM = 2_000;

    /** The id of a point above a bound: a farm's, or that of what a reading's key has room for. */
    static final int NONE = -1;

    private record Entry(int id, @Nullable String unit) {}

    private record Added(
            String farm, String point, @Nullable Entry before) {}

    private final Map<String, Map<String, Entry>> farms = new HashMap<>();
    private final List<Added> uncommitted = new ArrayList<>();
    private int nextId = 1;

    /** The readings of a message follow one another. */
    private String lastFarm = "";

    private Map<String, Entry> lastPoints = new HashMap<>();

    SeriesDictionary(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, farm, point, unit FROM series")) {
            while (rows.next()) {
                int id = rows.getInt(1);
                farms.computeIfAbsent(rows.getString(2), farm -> new HashMap<>())
                        .put(rows.getString(3), new Entry(id, rows.getString(4)));
                nextId = Math.max(nextId, id + 1);
            }
        }
    }

    /** The id of a point, given now when it is new; part of the caller's transaction. */
    int id(Connection writer, String farm, String point, @Nullable String unit) throws SQLException {
        if (!farm.equals(lastFarm)) {
            lastFarm = farm;
            lastPoints = farms.computeIfAbsent(farm, ignored -> new HashMap<>());
        }
        Map<String, Entry> points = lastPoints;
        Entry known = points.get(point);
        if (known != null && Objects.equals(known.unit(), unit)) {
            return known.id();
        }
        if (known == null && (points.size() >= MAX_POINTS_PER_FARM || nextId > ReadingKey.MAX_SERIES)) {
            return NONE;
        }
        Entry entry = new Entry(known == null ? nextId++ : known.id(), unit);
        try (PreparedStatement upsert =
                writer.prepareStatement("INSERT INTO series (id, farm, point, unit) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET unit = excluded.unit")) {
            upsert.setInt(1, entry.id());
            upsert.setString(2, farm);
            upsert.setString(3, point);
            upsert.setString(4, unit);
            upsert.executeUpdate();
        }
        uncommitted.add(new Added(farm, point, known));
        points.put(point, entry);
        return entry.id();
    }

    void committed() {
        uncommitted.clear();
    }

    /** Forgets what the transaction that was rolled back had added. */
    void rolledBack() {
        for (int i = uncommitted.size() - 1; i >= 0; i--) {
            Added added = uncommitted.get(i);
            Map<String, Entry> points = farms.getOrDefault(added.farm(), new HashMap<>());
            if (added.before() == null) {
                points.remove(added.point());
            } else {
                points.put(added.point(), added.before());
            }
        }
        uncommitted.clear();
    }
}
