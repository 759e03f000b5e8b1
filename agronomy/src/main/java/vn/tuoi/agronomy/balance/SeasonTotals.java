package vn.tuoi.agronomy.balance;

import java.util.List;

/**
 * The sums of a season.
 *
 * @param et0Mm reference evapotranspiration
 * @param etcMm crop evapotranspiration without stress
 * @param etaMm crop evapotranspiration as it was
 * @param rainMm rain
 * @param irrigationMm net irrigation
 * @param deepPercolationMm drained below the roots
 * @param runoffMm run-off
 * @param capillaryRiseMm risen from below
 * @param unmetMm evaporation counted at the wilting point, see {@link Flows}
 * @param stressDays days on which the crop was slowed down, Ks below 1
 * @param days length of the season
 */
public record SeasonTotals(
        double et0Mm,
        double etcMm,
        double etaMm,
        double rainMm,
        double irrigationMm,
        double deepPercolationMm,
        double runoffMm,
        double capillaryRiseMm,
        double unmetMm,
        int stressDays,
        int days) {

    /** Adds up days. */
    public static SeasonTotals of(List<BalanceDay> days) {
        return new SeasonTotals(
                days.stream().mapToDouble(d -> d.climate().et0Mm()).sum(),
                days.stream().mapToDouble(d -> d.flows().etcMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().etaMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().rainMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().irrigationMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().deepPercolationMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().runoffMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().capillaryRiseMm()).sum(),
                days.stream().mapToDouble(d -> d.flows().unmetMm()).sum(),
                Math.toIntExact(
                        days.stream().filter(d -> d.rootZone().stress() < 1).count()),
                days.size());
    }

    /** Share of the water that the crop asked for and got, in %: 100 ETa / ETc, 100 when it asked for none. */
    public double adequacyPercent() {
        return etcMm <= 0 ? 100 : 100 * etaMm / etcMm;
    }
}
