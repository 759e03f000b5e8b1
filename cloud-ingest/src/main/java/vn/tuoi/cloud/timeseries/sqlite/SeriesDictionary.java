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

    /** A point of a farm. Its texts are interned: a million series have some hundred, which else were half of what they take. */
    private static final class Point {
        final int id;
        final String name;

        @Nullable
        String unit;

        /** The point that came after it the last time: a farm's messages mostly have the same points in the same order. */
        Point next = this;

        Point(int id, String name, @Nullable String unit) {
            this.id = id;
            this.name = name.intern();
            setUnit(unit);
        }

        void setUnit(@Nullable String newUnit) {
            unit = newUnit == null ? null : newUnit.intern();
        }

        boolean is(String otherName, @Nullable String otherUnit) {
            return name.equals(otherName) && Objects.equals(unit, otherUnit);
        }
    }

    private static final class Farm {
        final Map<String, Point> points = new HashMap<>();

        @Nullable
        Point last;
    }

    /** What a transaction has changed: a point that is new, or the unit of one that was there. */
    private record Change(
            Farm farm, Point point, boolean isNew, @Nullable String unitBefore) {}

    private final Map<String, Farm> farms = new HashMap<>();
    private final List<Change> uncommitted = new ArrayList<>();
    private int nextId = 1;

    /** The readings of a message follow one another. */
    private String lastName = "";

    private Farm lastFarm = new Farm();

    /** Of {@link #lastFarm}, which has it when the next farm's turn comes: mostly the one that it had. */
    private @Nullable Point lastPoint;

    SeriesDictionary(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, farm, point, unit FROM series")) {
            while (rows.next()) {
                Point point = new Point(rows.getInt(1), rows.getString(3), rows.getString(4));
                farms.computeIfAbsent(rows.getString(2), farm -> new Farm())
                        .points
                        .put(point.name, point);
                nextId = Math.max(nextId, point.id + 1);
            }
        }
    }

    /** The id of a point, given now when it is new; part of the caller's transaction. */
    int id(Connection writer, String farm, String point, @Nullable String unit) throws SQLException {
        if (!farm.equals(lastName)) {
            turnTo(farm);
        }
        Point last = lastPoint;
        if (last != null && last.next.is(point, unit)) {
            lastPoint = last.next;
            return last.next.id;
        }
        Point found = find(writer, farm, point, unit);
        if (found == null) {
            return NONE;
        }
        if (last != null) {
            last.next = found;
        }
        lastPoint = found;
        return found.id;
    }

    private void turnTo(String farm) {
        // written only when it is another: with many farms each write is one more place for the collector to look at
        if (lastFarm.last != lastPoint) {
            lastFarm.last = lastPoint;
        }
        lastName = farm;
        lastFarm = farms.computeIfAbsent(farm, ignored -> new Farm());
        lastPoint = lastFarm.last;
    }

    private @Nullable Point find(Connection writer, String farm, String name, @Nullable String unit)
            throws SQLException {
        Map<String, Point> points = lastFarm.points;
        Point known = points.get(name);
        if (known != null && known.is(name, unit)) {
            return known;
        }
        if (known == null && (points.size() >= MAX_POINTS_PER_FARM || nextId > ReadingKey.MAX_SERIES)) {
            return null;
        }
        Point point = known == null ? new Point(nextId++, name, unit) : known;
        try (PreparedStatement upsert =
                writer.prepareStatement("INSERT INTO series (id, farm, point, unit) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET unit = excluded.unit")) {
            upsert.setInt(1, point.id);
            upsert.setString(2, farm);
            upsert.setString(3, name);
            upsert.setString(4, unit);
            upsert.executeUpdate();
        }
        uncommitted.add(new Change(lastFarm, point, known == null, point.unit));
        point.setUnit(unit);
        points.put(point.name, point);
        return point;
    }

    void committed() {
        uncommitted.clear();
    }

    /** Forgets what the transaction that was rolled back had changed. */
    void rolledBack() {
        for (int i = uncommitted.size() - 1; i >= 0; i--) {
            Change change = uncommitted.get(i);
            Farm farm = change.farm();
            change.point().unit = change.unitBefore();
            if (change.isNew()) {
                farm.points.remove(change.point().name);
                // it may be the next of any other
                farm.last = null;
                if (farm == lastFarm) {
                    lastPoint = null;
                }
                farm.points.values().forEach(point -> point.next = point);
            }
        }
        uncommitted.clear();
    }
}
