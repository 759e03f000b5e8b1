package vn.tuoi.agronomy.crop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import vn.tuoi.agronomy.table.DataTable;

/** The crops that ship with the project, {@code crops.csv} with its sources. Immutable. */
public final class CropTable {

    private final Map<String, Entry> entries;

    private CropTable(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** How far a row can be relied on. */
    public enum Status {
        /** Every number as FAO-56 prints it. */
        FAO56,
        /** Coefficients as printed; FAO-56 has no stage lengths, these are an estimate. */
        STAGES_ASSUMED,
        /** FAO-56 does not know the crop: an agronomist has to edit the numbers before they are relied on. */
        PLACEHOLDER
    }

    /**
     * A row.
     *
     * @param key stable identifier
     * @param nameVi Vietnamese name
     * @param nameEn English name
     * @param status how far it can be relied on
     * @param crop with the table's first stage lengths and the rooting depth for scheduling
     * @param yieldResponse Ky, FAO-56 table 24
     * @param calendars stage lengths by region, the default first
     */
    public record Entry(
            String key,
            String nameVi,
            String nameEn,
            Status status,
            Crop crop,
            OptionalDouble yieldResponse,
            List<Calendar> calendars) {}

    /**
     * Stage lengths of a region.
     *
     * @param region where they were observed
     * @param stages the lengths
     */
    public record Calendar(String region, GrowthStages stages) {}

    /** Reads the table. */
    public static CropTable load() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (DataTable.Row row : DataTable.beside(CropTable.class, "crops.csv").rows()) {
            entries.put(row.text("key"), entry(row));
        }
        return new CropTable(entries);
    }

    /** A crop by its key. */
    public Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Every key in the order of the table. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    private static Entry entry(DataTable.Row row) {
        List<Calendar> calendars = calendars(row.text("stages"));
        Crop crop = new Crop(
                new StageValues(row.number("kc_ini"), row.number("kc_mid"), row.number("kc_end")),
                new StageValues(row.number("kcb_ini"), row.number("kcb_mid"), row.number("kcb_end")),
                row.number("kcb_min"),
                calendars.get(0).stages(),
                new Stature(
                        row.number("height_ini_m"),
                        row.number("height_max_m"),
                        row.number("root_ini_m"),
                        row.number("root_min_m")),
                row.number("depletion_fraction"),
                false);
        return new Entry(
                row.text("key"),
                row.text("name_vi"),
                row.text("name_en"),
                status(row.text("status")),
                crop,
                row.maybe("yield_response"),
                calendars);
    }

    private static Status status(String cell) {
        return switch (cell) {
            case "fao56" -> Status.FAO56;
            case "fao56-stages-assumed" -> Status.STAGES_ASSUMED;
            case "placeholder" -> Status.PLACEHOLDER;
            default -> throw new IllegalStateException("crops.csv: unknown status " + cell);
        };
    }

    /** Cells like {@code 30/30/60/30@tropics(150);30/30/80/40@tropics(180)}. */
    private static List<Calendar> calendars(String cell) {
        List<Calendar> calendars = new ArrayList<>();
        for (String part : cell.split(";", -1)) {
            int at = part.indexOf('@');
            String[] days = part.substring(0, at).split("/", -1);
            calendars.add(new Calendar(
                    part.substring(at + 1),
                    new GrowthStages(
                            Integer.parseInt(days[0]),
                            Integer.parseInt(days[1]),
                            Integer.parseInt(days[2]),
                            Integer.parseInt(days[3]))));
        }
        return List.copyOf(calendars);
    }
}
