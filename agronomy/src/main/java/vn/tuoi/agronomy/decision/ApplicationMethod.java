package vn.tuoi.agronomy.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.tuoi.agronomy.Range;
import vn.tuoi.agronomy.table.DataTable;

/**
 * How water is brought to the field.
 *
 * @param key stable identifier
 * @param nameVi Vietnamese name
 * @param nameEn English name
 * @param efficiency share of the water that reaches the root zone, 0.3 to 1
 * @param wettedFraction ground that gets wet, above 0 to 1
 */
public record ApplicationMethod(String key, String nameVi, String nameEn, double efficiency, double wettedFraction) {

    private static final Range EFFICIENCY = new Range("application efficiency", "", 0.3, 1);
    private static final Range WETTED = new Range("wetted fraction", "", 0.01, 1);

    /** Refuses values outside their ranges. */
    public ApplicationMethod {
        EFFICIENCY.require(efficiency);
        WETTED.require(wettedFraction);
    }

    /** The methods that ship with the project, {@code application.csv} with its sources, by key in the order of the table. */
    public static Map<String, ApplicationMethod> load() {
        Map<String, ApplicationMethod> methods = new LinkedHashMap<>();
        for (DataTable.Row row :
                DataTable.beside(ApplicationMethod.class, "application.csv").rows()) {
            methods.put(
                    row.text("key"),
                    new ApplicationMethod(
                            row.text("key"),
                            row.text("name_vi"),
                            row.text("name_en"),
                            row.number("efficiency"),
                            row.number("wetted_fraction")));
        }
        return Collections.unmodifiableMap(methods);
    }
}
