package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.paddy.AwdRegime;
import vn.tuoi.agronomy.paddy.PaddyBalance;
import vn.tuoi.agronomy.paddy.PaddyDay;
import vn.tuoi.agronomy.paddy.PaddySoil;
import vn.tuoi.agronomy.paddy.PaddyState;

/** A season in a bunded paddy, watered by level and stage. Immutable, thread-safe. */
final class PaddySeason {

    private static final double FIRST_POND_MM = 30;

    private final Crop crop;
    private final PaddySoil soil;

    PaddySeason(Crop crop, PaddySoil soil) {
        this.crop = crop;
        this.soil = soil;
    }

    /** Runs the season from a saturated field with 3 cm of water; recorded irrigation takes the place of the regime on its days. */
    List<PaddyDay> run(
            LocalDate first,
            List<DailyClimate> climates,
            AwdRegime regime,
            Map<LocalDate, IrrigationCsv.Event> recorded) {
        PaddyBalance balance = new PaddyBalance(soil, crop.depletionFraction());
        PaddyState state = PaddyState.saturated(soil, Math.min(FIRST_POND_MM, soil.bundMm()));
        List<PaddyDay> days = new ArrayList<>(climates.size());
        for (int i = 0; i < climates.size(); i++) {
            DailyClimate climate = climates.get(i);
            IrrigationCsv.Event event = recorded.get(first.plusDays(i));
            OptionalDouble target = regime.floodTo(i, balance.levelCm(state));
            double waterMm = event != null
                    ? event.netMm()
                    : target.isPresent() ? balance.waterToLevelMm(state, target.getAsDouble()) : 0;
            double etcMm = crop.kc().on(crop.stages(), i) * climate.et0Mm();
            PaddyDay day = balance.step(state, etcMm, climate.rainMm(), waterMm);
            days.add(day);
            state = day.after();
        }
        return days;
    }
}
