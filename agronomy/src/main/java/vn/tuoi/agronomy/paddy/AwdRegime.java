package vn.tuoi.agronomy.paddy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.tuoi.agronomy.Range;
import vn.tuoi.agronomy.table.DataTable;

/**
 * When water is let into a paddy, by the level in a perforated field tube and the growth stage.
 *
 * @param stages in the order of their first days, the first from day 0
 */
public record AwdRegime(List<Stage> stages) {

    private static final Range LEVEL = new Range("water level", "cm", -60, 30);

    /**
     * The levels of a growth stage.
     *
     * @param nameVi Vietnamese name
     * @param nameEn English name
     * @param fromDay first day, 0 at sowing or transplanting
     * @param levels empty: drained, nothing is let in
     */
    public record Stage(String nameVi, String nameEn, int fromDay, Optional<Levels> levels) {}

    /**
     * Levels in cm relative to the soil surface.
     *
     * @param refloodAtCm water is let in at or below
     * @param floodToCm and stopped at, above the former
     */
    public record Levels(double refloodAtCm, double floodToCm) {

        /** Refuses values outside their range and a flood that does not rise. */
        public Levels {
            LEVEL.require(refloodAtCm);
            LEVEL.require(floodToCm);
            if (refloodAtCm >= floodToCm) {
                throw new IllegalArgumentException(
                        "flooding stops at " + floodToCm + " cm, not above its start at " + refloodAtCm + " cm");
            }
        }
    }

    /** Refuses stages out of order and days without a stage. */
    public AwdRegime {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.get(0).fromDay() != 0) {
            throw new IllegalArgumentException("paddy stages must begin on day 0");
        }
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).fromDay() <= stages.get(i - 1).fromDay()) {
                throw new IllegalArgumentException(
                        "paddy stage " + stages.get(i).nameEn() + " begins on day "
                                + stages.get(i).fromDay() + ", not after the stage before it");
            }
        }
    }

    /**
     * A regime that ships with the project, {@code awd.csv} with its sources.
     *
     * @param regime key: safe_awd, vietnam_extension or continuous
     * @param harvestDay day of harvest, from which the drained stage counts back
     * @throws IllegalArgumentException naming the known keys when the key is unknown
     */
    public static AwdRegime load(String regime, int harvestDay) {
        Map<String, List<Stage>> regimes = new LinkedHashMap<>();
        for (DataTable.Row row : DataTable.beside(AwdRegime.class, "awd.csv").rows()) {
            int day = (int) row.number("from_day");
            OptionalDouble at = row.maybe("reflood_at_cm");
            OptionalDouble to = row.maybe("flood_to_cm");
            Optional<Levels> levels =
                    at.isPresent() ? Optional.of(new Levels(at.getAsDouble(), to.orElseThrow())) : Optional.empty();
            regimes.computeIfAbsent(row.text("regime"), key -> new ArrayList<>())
                    .add(new Stage(
                            row.text("stage_vi"), row.text("stage_en"), day < 0 ? harvestDay + day : day, levels));
        }
        List<Stage> stages = regimes.get(regime);
        if (stages == null) {
            throw new IllegalArgumentException("paddy regime " + regime + " is unknown; known are " + regimes.keySet());
        }
        return new AwdRegime(stages);
    }

    /** The stage of a day, 0 on the first. */
    public Stage stage(int dayIndex) {
        Stage current = stages.get(0);
        for (Stage stage : stages) {
            if (stage.fromDay() <= dayIndex) {
                current = stage;
            }
        }
        return current;
    }

    /** The level in cm to flood to now, or empty when the level is high enough or the field is drained. */
    public OptionalDouble floodTo(int dayIndex, double levelCm) {
        return stage(dayIndex)
                .levels()
                .filter(levels -> levelCm <= levels.refloodAtCm())
                .map(levels -> OptionalDouble.of(levels.floodToCm()))
                .orElse(OptionalDouble.empty());
    }
}
