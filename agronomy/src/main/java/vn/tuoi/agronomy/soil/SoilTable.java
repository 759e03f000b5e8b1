package vn.tuoi.agronomy.soil;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.tuoi.agronomy.table.DataTable;

/** The soils that ship with the project, {@code soils.csv} and {@code intake.csv} with their sources. Immutable. */
public final class SoilTable {

    private static final double EVAPORATION_DEPTH_M = 0.10;

    private final Map<String, Entry> entries;

    private SoilTable(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * A row.
     *
     * @param key stable identifier
     * @param nameVi Vietnamese name
     * @param nameEn English name
     * @param soil for the upland balance, with a surface layer of 0.10 m
     * @param saturation m³/m³
     * @param saturatedConductivityMmPerHour mm/h
     * @param intake how fast water soaks in
     */
    public record Entry(
            String key,
            String nameVi,
            String nameEn,
            Soil soil,
            double saturation,
            double saturatedConductivityMmPerHour,
            Intake intake) {}

    /** Reads the tables. */
    public static SoilTable load() {
        Map<String, Intake> intakes = new HashMap<>();
        for (DataTable.Row row : DataTable.beside(SoilTable.class, "intake.csv").rows()) {
            intakes.put(
                    row.text("key"),
                    new Intake(
                            row.number("intake_mm_h"),
                            row.number("surface_mm_slope_to_3"),
                            row.number("surface_mm_slope_to_6"),
                            row.number("surface_mm_slope_to_12"),
                            row.number("surface_mm_slope_above_12")));
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (DataTable.Row row : DataTable.beside(SoilTable.class, "soils.csv").rows()) {
            Intake intake = intakes.get(row.text("intake"));
            if (intake == null) {
                throw new IllegalStateException("soils.csv: no row " + row.text("intake") + " in intake.csv");
            }
            Soil soil = new Soil(
                    row.number("field_capacity"),
                    row.number("wilting_point"),
                    EVAPORATION_DEPTH_M,
                    row.number("rew_mm"),
                    row.maybe("curve_number"));
            entries.put(
                    row.text("key"),
                    new Entry(
                            row.text("key"),
                            row.text("name_vi"),
                            row.text("name_en"),
                            soil,
                            row.number("saturation"),
                            row.number("ksat_mm_h"),
                            intake));
        }
        return new SoilTable(entries);
    }

    /** A soil by its key; a texture that FAO-56 does not list is Saxton and Rawls', whose keys begin with {@code sr_}. */
    public Optional<Entry> find(String key) {
        Entry entry = entries.get(key);
        return Optional.ofNullable(entry == null ? entries.get("sr_" + key) : entry);
    }

    /** Every key in the order of the table. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }
}
