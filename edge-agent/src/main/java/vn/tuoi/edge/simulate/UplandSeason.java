package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.BalanceState;
import vn.tuoi.agronomy.balance.DayInput;
import vn.tuoi.agronomy.balance.RootZoneBalance;
import vn.tuoi.agronomy.balance.Timing;
import vn.tuoi.agronomy.crop.CropDay;
import vn.tuoi.agronomy.decision.Refill;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.soil.Soil;

/** A season on dry ground: a balance, its weather, and what waters it. Immutable, thread-safe. */
public final class UplandSeason {

    private static final int DAYS_OF_YEAR = 365;

    private final RootZoneBalance balance;
    private final double initialWaterContent;
    private final double wettedFraction;

    /**
     * @param initialWaterContent of the root zone on the first morning, m³/m³
     * @param wettedFraction ground that a program's water reaches
     */
    public UplandSeason(RootZoneBalance balance, double initialWaterContent, double wettedFraction) {
        this.balance = balance;
        this.initialWaterContent = initialWaterContent;
        this.wettedFraction = wettedFraction;
    }

    /**
     * Runs the season.
     *
     * @param first its first day
     * @param climates one for each day
     * @param watering the program
     * @param forecast what it may look ahead at
     * @param recorded water that was given whatever the program says; the program rests on these days
     */
    List<BalanceDay> run(
            LocalDate first,
            List<DailyClimate> climates,
            Watering watering,
            ForecastSource forecast,
            Map<LocalDate, IrrigationCsv.Event> recorded) {
        List<BalanceDay> days = new ArrayList<>(climates.size());
        BalanceState state = BalanceState.initial(balance.crop(), balance.soil(), initialWaterContent);
        for (int i = 0; i < climates.size(); i++) {
            LocalDate date = first.plusDays(i);
            IrrigationCsv.Event event = recorded.get(date);
            DailyClimate climate = climates.get(i);
            DayInput input;
            if (event == null) {
                double rainYesterday = i == 0 ? 0 : climates.get(i - 1).rainMm();
                Watering.Morning morning = morning(date, state, climate, rainYesterday, forecast);
                input = DayInput.irrigated(climate, watering.netMm(morning), wettedFraction);
            } else {
                input = DayInput.irrigated(climate, event.netMm(), event.wettedFraction());
            }
            BalanceDay day = balance.step(state, input);
            days.add(day);
            state = day.after();
        }
        return days;
    }

    /** Runs the season with the program alone. */
    public List<BalanceDay> run(
            LocalDate first, List<DailyClimate> climates, Watering watering, ForecastSource forecast) {
        return run(first, climates, watering, forecast, Map.of());
    }

    /**
     * The morning of a day. The program expects the evapotranspiration that the balance gives for today's ET0, which a weather service
     * tells, without rain or water; its water arrives when the balance lets water in.
     */
    private Watering.Morning morning(
            LocalDate date, BalanceState state, DailyClimate climate, double rainYesterdayMm, ForecastSource forecast) {
        Soil soil = balance.soil();
        CropDay crop = balance.crop().day(state.dayIndex());
        BalanceDay expected = balance.step(state, DayInput.rainfed(climate.withRainMm(0)));
        double expectedEtcMm = expected.flows().etcMm();
        double lossFirst = balance.options().timing() == Timing.END ? expectedEtcMm : 0;
        Refill.Morning rootZone = new Refill.Morning(
                state.depletionMm(),
                expected.rootZone().tawMm(),
                expected.rootZone().depletionFraction(),
                expectedEtcMm,
                daysToHarvest(state.dayIndex()),
                lossFirst);
        return new Watering.Morning(
                date,
                state,
                rootZone,
                soil.waterContent(state.depletionMm(), crop.rootM()),
                crop.rootM(),
                rainYesterdayMm,
                forecast.on(date));
    }

    /** A crop whose calendar fills a year stays; others are harvested at its end. */
    private int daysToHarvest(int dayIndex) {
        int season = balance.crop().stages().totalDays();
        return season >= DAYS_OF_YEAR ? Refill.Morning.NO_HARVEST : Math.max(0, season - dayIndex);
    }
}
