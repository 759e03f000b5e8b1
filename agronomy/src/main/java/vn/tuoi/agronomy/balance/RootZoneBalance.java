package vn.tuoi.agronomy.balance;

import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.CropDay;
import vn.tuoi.agronomy.crop.Stress;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.soil.Runoff;
import vn.tuoi.agronomy.soil.Soil;
import vn.tuoi.agronomy.soil.SurfaceEvaporation;

/**
 * The daily water balance of one crop on one soil: a pure function of (state, day) that gives the next state, FAO-56 equations 69 to
 * 88. New roots find soil at field capacity. Immutable, thread-safe.
 */
public final class RootZoneBalance {

    /** Rain from which the whole ground counts as wetted, mm; FAO-56 chapter 7 leaves 3 to 4. */
    private static final double WETTING_RAIN_MM = 3;

    private final Crop crop;
    private final Soil soil;
    private final BalanceOptions options;

    /** A balance of a crop on a soil. */
    public RootZoneBalance(Crop crop, Soil soil, BalanceOptions options) {
        this.crop = crop;
        this.soil = soil;
        this.options = options;
    }

    /** The crop. */
    public Crop crop() {
        return crop;
    }

    /** The soil. */
    public Soil soil() {
        return soil;
    }

    /** How the balance reckons. */
    public BalanceOptions options() {
        return options;
    }

    /** One day of the crop's own calendar. */
    public BalanceDay step(BalanceState state, DayInput input) {
        return step(state, crop.day(state.dayIndex()), input);
    }

    /** One day with the crop as it was observed. */
    public BalanceDay step(BalanceState state, CropDay cropDay, DayInput input) {
        double runoffMm = Runoff.mm(soil, input.climate().rainMm(), state.surfaceDepletionMm());
        double wetted = wettedFraction(state, input);
        SurfaceLayer surface = options.method() == CoefficientMethod.DUAL
                ? surface(state, cropDay, input, input.climate().rainMm() - runoffMm, wetted)
                : null;
        double etcMm = (surface == null ? cropDay.kc() : cropDay.kcb() + surface.coefficient())
                * input.climate().et0Mm();
        return rootZone(new Morning(state, cropDay, input, runoffMm, surface, etcMm), wetted);
    }

    /** What is known of a day before its root zone is reckoned. */
    private record Morning(
            BalanceState state,
            CropDay crop,
            DayInput input,
            double runoffMm,
            @Nullable SurfaceLayer surface,
            double etcMm) {}

    private static double wettedFraction(BalanceState state, DayInput input) {
        if (input.irrigationMm() > 0) {
            return input.wettedFraction();
        }
        return input.climate().rainMm() >= WETTING_RAIN_MM ? 1 : state.wettedFraction();
    }

    private SurfaceLayer surface(
            BalanceState state, CropDay cropDay, DayInput input, double effectiveRainMm, double wetted) {
        DailyClimate climate = input.climate();
        double kcb = cropDay.kcb();
        double kcMax = options.tallReference()
                ? SurfaceEvaporation.kcMaxTall(kcb)
                : SurfaceEvaporation.kcMaxShort(
                        climate.wind2mMetresPerSecond(), climate.rhMinPercent(), cropDay.heightM(), kcb);
        double cover = cropDay.measuredCover()
                .orElseGet(() -> SurfaceEvaporation.cover(kcb, crop.minimumKcb(), kcMax, cropDay.heightM()));
        double exposed = options.dripUnderCanopy()
                ? SurfaceEvaporation.exposedAndWettedByDrip(cover, wetted)
                : SurfaceEvaporation.exposedAndWetted(cover, wetted);
        double tew = soil.tewMm();
        double arrivingMm = effectiveRainMm + input.irrigationMm() / wetted;
        double drainageMm = Math.max(0, arrivingMm - state.surfaceDepletionMm());
        double wettedDepletionMm = Math.max(0, state.surfaceDepletionMm() - arrivingMm);
        boolean waterFirst = options.timing() == Timing.START;
        double dryingFromMm = waterFirst ? wettedDepletionMm : state.surfaceDepletionMm();
        double reduction = SurfaceEvaporation.reduction(tew, soil.rewMm(), dryingFromMm);
        double coefficient = SurfaceEvaporation.coefficient(reduction, kcMax, kcb, exposed);
        double evaporationMm = coefficient * climate.et0Mm();
        // Both timings end alike: what arrived is in, what evaporated is out, of the wetted exposed ground.
        double evening = wettedDepletionMm + evaporationMm / exposed;
        return new SurfaceLayer(
                kcMax,
                cover,
                wetted,
                exposed,
                reduction,
                coefficient,
                evaporationMm,
                drainageMm,
                Math.max(0, Math.min(tew, evening)));
    }

    private BalanceDay rootZone(Morning day, double wetted) {
        double before = day.state.depletionMm();
        double et0Mm = day.input.climate().et0Mm();
        double tawMm = soil.tawMm(day.crop.rootM());
        double p = crop.depletionFraction(day.etcMm);
        double arrivingMm = day.input.climate().rainMm() - day.runoffMm + day.input.irrigationMm();
        boolean waterFirst = options.timing() == Timing.START;
        double stressFromMm = waterFirst ? Math.max(0, before - arrivingMm) : before;
        double stress = Stress.waterCoefficient(stressFromMm, tawMm, p);
        double evaporation = day.surface == null ? 0 : day.surface.coefficient();
        double basal = day.surface == null ? day.crop.kc() : day.crop.kcb();
        double etaMm = (stress * basal + evaporation) * et0Mm;
        double percolationMm = Math.max(0, arrivingMm - before - (waterFirst ? 0 : etaMm));
        double dryMm = before - arrivingMm + percolationMm + etaMm;
        double riseMm = Math.max(0, Math.min(day.input.capillaryRiseMm(), dryMm));
        double evening = Math.max(0, Math.min(tawMm, dryMm - riseMm));
        double unmetMm = dryMm - riseMm - evening;
        SurfaceLayer surface = day.surface;
        Flows flows = new Flows(
                day.input.climate().rainMm(),
                day.runoffMm,
                day.input.irrigationMm(),
                riseMm,
                day.etcMm,
                etaMm,
                percolationMm,
                unmetMm);
        BalanceState after = new BalanceState(
                day.state.dayIndex() + 1,
                evening,
                surface == null ? day.state.surfaceDepletionMm() : surface.depletionMm(),
                wetted);
        RootZone rootZone = new RootZone(day.crop.rootM(), tawMm, p, p * tawMm, stress, evening);
        return new BalanceDay(day.input.climate(), day.crop, surface, rootZone, flows, day.state, after);
    }
}
