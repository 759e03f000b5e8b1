package vn.tuoi.edge.simulate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.SeasonTotals;
import vn.tuoi.agronomy.paddy.PaddyDay;

/**
 * The sums of a season as they are printed, mm.
 *
 * @param irrigationMm net depth
 * @param grossIrrigationMm what the pump delivered
 * @param unmetMm evaporation that the equations count although the root zone was at the wilting point
 * @param storedMm water at the end less water at the start; rain + irrigation + capillary rise - run-off - percolation - ETa + unmet
 * @param irrigations days with water
 * @param estimated what was not measured, and how it was filled
 * @param notSimulated settings of the program that a season of days cannot show
 */
@JsonPropertyOrder({
    "start",
    "days",
    "et0Mm",
    "etcMm",
    "etaMm",
    "rainMm",
    "irrigationMm",
    "deepPercolationMm",
    "runoffMm",
    "stressDays",
    "adequacyPercent"
})
record SeasonReport(
        String start,
        int days,
        double et0Mm,
        double etcMm,
        double etaMm,
        double rainMm,
        double irrigationMm,
        double deepPercolationMm,
        double runoffMm,
        int stressDays,
        double adequacyPercent,
        double grossIrrigationMm,
        double capillaryRiseMm,
        double unmetMm,
        double storedMm,
        @Nullable Double initialDepletionMm,
        @Nullable Double finalDepletionMm,
        int irrigations,
        Map<String, String> estimated,
        List<String> notSimulated) {

    static SeasonReport upland(String start, List<BalanceDay> days, Context context) {
        SeasonTotals totals = SeasonTotals.of(days);
        double before = days.get(0).before().depletionMm();
        double after = days.get(days.size() - 1).after().depletionMm();
        int irrigations =
                (int) days.stream().filter(d -> d.flows().irrigationMm() > 0).count();
        return new SeasonReport(
                start,
                totals.days(),
                totals.et0Mm(),
                totals.etcMm(),
                totals.etaMm(),
                totals.rainMm(),
                totals.irrigationMm(),
                totals.deepPercolationMm(),
                totals.runoffMm(),
                totals.stressDays(),
                totals.adequacyPercent(),
                totals.irrigationMm() / context.efficiency(),
                totals.capillaryRiseMm(),
                totals.unmetMm(),
                before - after,
                before,
                after,
                irrigations,
                context.estimated(),
                context.notSimulated());
    }

    static SeasonReport paddy(String start, List<PaddyDay> days, double et0Mm, double storedMm, Context context) {
        double etc = days.stream().mapToDouble(PaddyDay::etcMm).sum();
        double eta = days.stream().mapToDouble(PaddyDay::etaMm).sum();
        double irrigation = days.stream().mapToDouble(PaddyDay::irrigationMm).sum();
        return new SeasonReport(
                start,
                days.size(),
                et0Mm,
                etc,
                eta,
                days.stream().mapToDouble(PaddyDay::rainMm).sum(),
                irrigation,
                days.stream().mapToDouble(PaddyDay::percolationMm).sum(),
                days.stream().mapToDouble(PaddyDay::runoffMm).sum(),
                (int) days.stream().filter(d -> d.stress() < 1).count(),
                etc <= 0 ? 100 : 100 * eta / etc,
                irrigation / context.efficiency(),
                0,
                0,
                storedMm,
                null,
                null,
                (int) days.stream().filter(d -> d.irrigationMm() > 0).count(),
                context.estimated(),
                context.notSimulated());
    }

    /**
     * What a report says beside its sums.
     *
     * @param efficiency net over gross depth
     */
    record Context(double efficiency, Map<String, String> estimated, List<String> notSimulated) {}
}
