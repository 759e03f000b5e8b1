package vn.tuoi.edge.program;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.BalanceOptions;
import vn.tuoi.agronomy.balance.BalanceState;
import vn.tuoi.agronomy.balance.CoefficientMethod;
import vn.tuoi.agronomy.balance.DayInput;
import vn.tuoi.agronomy.balance.RootZoneBalance;
import vn.tuoi.agronomy.balance.Timing;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.decision.MoistureCorrection;
import vn.tuoi.agronomy.decision.RainForecast;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.agronomy.decision.RefillPolicy;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Zone;

/**
 * The FAO-56 water balance of a zone's root zone, closed day by day. Immutable; part of the farm's durable state.
 *
 * @param closedUpTo the last local day that is in the balance
 * @param dayIndex of the season for the day to come
 * @param depletionMm water missing from the root zone
 * @param surfaceDepletionMm water missing from the surface layer
 * @param irrigationTodayMm net depth given since that day closed
 * @param etcMm evapotranspiration of the last closed day
 * @param decidedOn the day of the last refill decision
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SoilBalance(
        @JsonProperty(required = true) LocalDate closedUpTo,
        @JsonProperty(required = true) int dayIndex,
        @JsonProperty(required = true) double depletionMm,
        @JsonProperty(required = true) double surfaceDepletionMm,
        @JsonProperty(required = true) double irrigationTodayMm,
        @JsonProperty(required = true) double etcMm,
        @Nullable LocalDate decidedOn) {
    /** Days without the farm's attention that are still made up for; after a longer gap the balance begins anew. */
    public static final int MAX_GAP_DAYS = 30;

    private static final BalanceOptions OPTIONS = BalanceOptions.of(Timing.START, CoefficientMethod.DUAL);
    private static final double USUAL_ETC_MM = 4;
    private static final double LEAST_RUN_MM = 3;
    private static final int FORECAST_DAYS = 7;

    /** The balance of a zone whose soil nobody has measured: half of what may be used is missing. */
    public static Optional<SoilBalance> begin(Zone zone, LocalDate yesterday) {
        return science(zone).map(science -> {
            int dayIndex = zone.plantedOn() == null
                    ? 0
                    : (int) Math.max(0, ChronoUnit.DAYS.between(zone.plantedOn(), yesterday) + 1);
            double tawMm = science.tawMm(dayIndex);
            double depletionMm = tawMm * science.crop.depletionFraction(USUAL_ETC_MM) / 2;
            return new SoilBalance(yesterday, dayIndex, depletionMm, science.soil.tewMm() / 2, 0, USUAL_ETC_MM, null);
        });
    }

    /** With a day's weather in the balance, and the irrigation counted until now as that day's. */
    public SoilBalance close(Zone zone, DailyClimate climate) {
        Science science = science(zone).orElseThrow();
        DayInput input =
                irrigationTodayMm > 0 ? DayInput.irrigated(climate, irrigationTodayMm, 1) : DayInput.rainfed(climate);
        BalanceDay day = new RootZoneBalance(science.crop, science.soil, OPTIONS)
                .step(new BalanceState(dayIndex, depletionMm, surfaceDepletionMm, 1), input);
        BalanceState after = day.after();
        return new SoilBalance(
                closedUpTo.plusDays(1),
                after.dayIndex(),
                after.depletionMm(),
                after.surfaceDepletionMm(),
                0,
                day.flows().etcMm(),
                decidedOn);
    }

    /** With water that a run has given. */
    public SoilBalance irrigated(double netMm) {
        return new SoilBalance(
                closedUpTo, dayIndex, depletionMm, surfaceDepletionMm, irrigationTodayMm + netMm, etcMm, decidedOn);
    }

    /** Corrected by a soil probe, as far as both can be believed. */
    public SoilBalance corrected(Zone zone, double waterContent) {
        Science science = science(zone).orElseThrow();
        double rootM = science.crop.day(dayIndex).rootM();
        double tawMm = science.soil.tawMm(rootM);
        double byProbeMm = science.soil.depletionMm(waterContent, rootM);
        double betterMm = MoistureCorrection.STANDARD
                .correct(Math.max(0, depletionMm), byProbeMm, rootM, tawMm)
                .depletionMm();
        return new SoilBalance(closedUpTo, dayIndex, betterMm, surfaceDepletionMm, irrigationTodayMm, etcMm, decidedOn);
    }

    public SoilBalance decided(LocalDate today) {
        return new SoilBalance(closedUpTo, dayIndex, depletionMm, surfaceDepletionMm, irrigationTodayMm, etcMm, today);
    }

    /** Depletion now: that of the last evening less what was given since. */
    public double depletionNowMm() {
        return Math.max(0, depletionMm - irrigationTodayMm);
    }

    /** Whether and how much to refill today. */
    public Refill decide(Zone zone, Program.Balance program, RainForecast forecast) {
        Science science = science(zone).orElseThrow();
        Double allowed = program.managementAllowedDepletion();
        double mostMm = Objects.requireNonNullElse(program.maxMillimetres(), 500.0);
        RefillPolicy policy = new RefillPolicy(
                allowed == null ? OptionalDouble.empty() : OptionalDouble.of(allowed),
                1,
                Objects.requireNonNullElse(program.refillFraction(), 1.0),
                Math.min(LEAST_RUN_MM, mostMm),
                mostMm,
                Boolean.FALSE.equals(program.useForecast()) ? 0 : FORECAST_DAYS);
        Refill.Morning morning = new Refill.Morning(
                depletionNowMm(),
                science.tawMm(dayIndex),
                science.crop.depletionFraction(etcMm),
                etcMm,
                Refill.Morning.NO_HARVEST,
                0);
        return Refill.decide(morning, forecast, policy);
    }

    private record Science(Crop crop, Soil soil) {
        double tawMm(int dayIndex) {
            return soil.tawMm(crop.day(dayIndex).rootM());
        }
    }

    private static Optional<Science> science(Zone zone) {
        return Grounds.crop(zone)
                .flatMap(crop -> Grounds.soil(zone).map(soil -> new Science(crop.crop(), soil.soil())));
    }
}
