package vn.tuoi.edge.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.decision.Application;
import vn.tuoi.agronomy.decision.RefillPolicy;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.SkipRules;

/**
 * Turns a farmer's program into what waters a simulated season. A day is the smallest step here: times of day, windows and soaks have no
 * part in a season's water, and rules that need hours are named by {@link #notSimulated}.
 */
final class Waterings {

    private final @Nullable Application equipment;

    /** @param equipment flow, area and efficiency; without it amounts must be in millimetres */
    Waterings(@Nullable Application equipment) {
        this.equipment = equipment;
    }

    /**
     * The watering of a program on dry ground.
     *
     * @throws MalformedDocument when the program needs flow and area that were not given, or is one for paddies
     */
    Watering of(Program program) throws MalformedDocument {
        if (!program.active()) {
            return Watering.NONE;
        }
        if (program instanceof Program.Calendar calendar) {
            return calendar(calendar);
        }
        if (program instanceof Program.Moisture moisture) {
            return unlessSkipped(moisture.skipRules(), moisture(moisture));
        }
        if (program instanceof Program.Balance balance) {
            return unlessSkipped(balance.skipRules(), Watering.refill(policy(balance)));
        }
        throw new MalformedDocument("type", "is awd, which waters a paddy: take the crop rice_paddy");
    }

    /** The refill policy that a balance program states. */
    static RefillPolicy policy(Program.Balance program) {
        RefillPolicy standard = RefillPolicy.STANDARD;
        Double mad = program.managementAllowedDepletion();
        Double fraction = program.refillFraction();
        Double most = program.maxMillimetres();
        double maximumMm = most == null ? standard.maximumNetMm() : most;
        return new RefillPolicy(
                mad == null ? OptionalDouble.empty() : OptionalDouble.of(mad),
                standard.toleratedStress(),
                fraction == null ? standard.refillFraction() : fraction,
                Math.min(standard.minimumNetMm(), maximumMm),
                maximumMm,
                Boolean.FALSE.equals(program.useForecast()) ? 0 : standard.forecastDays());
    }

    /** What the program states that a season of days from its start cannot show; stages count from the start of the season. */
    static List<String> notSimulated(Program program, LocalDate start) {
        List<String> names = new ArrayList<>();
        if (program instanceof Program.Awd awd && !awd.plantedOn().equals(start)) {
            names.add("plantedOn");
        }
        if (!program.windows().isEmpty()) {
            names.add("windows");
        }
        if (program.cycleSoak() != null) {
            names.add("cycleSoak");
        }
        Integer rainHours = program.skipRules().rainFallenHours();
        if (rainHours != null && rainHours != 24) {
            names.add("skip.rainFallenHours");
        }
        if (program.skipRules().windMetresPerSecond() != null) {
            names.add("skip.windMetresPerSecond");
        }
        if (program.skipRules().frostCelsius() != null) {
            names.add("skip.frostCelsius");
        }
        if (program.afterMainsCut() != null) {
            names.add("afterMainsCut");
        }
        return names;
    }

    private Watering moisture(Program.Moisture program) {
        Watering water = Watering.moisture(program.lowMoisture(), program.highMoisture());
        double mostMm = equipment == null
                ? Double.POSITIVE_INFINITY
                : equipment.netMm(program.maxMinutes() * equipment.flowLitresPerMinute());
        return morning -> Math.min(mostMm, water.netMm(morning));
    }

    private Watering calendar(Program.Calendar program) throws MalformedDocument {
        int starts = Math.max(1, program.starts().size())
                * (program.repeat() == null ? 1 : program.repeat().count());
        double dailyMm = starts * program.seasonalFactor() * netMm(program.amount());
        return unlessSkipped(program.skipRules(), morning -> program.dayRule().includes(morning.date()) ? dailyMm : 0);
    }

    private double netMm(Amount amount) throws MalformedDocument {
        if (amount.millimetres() != null) {
            return amount.millimetres();
        }
        Application zone = Optional.ofNullable(equipment)
                .orElseThrow(() -> new MalformedDocument(
                        "amount", "in minutes or litres needs --flow-lpm and --area-m2, or state millimetres"));
        if (amount.litres() != null) {
            return zone.netMm(amount.litres());
        }
        double minutes = amount.minutes() == null ? 0 : amount.minutes();
        return zone.netMm(minutes * zone.flowLitresPerMinute());
    }

    private static Watering unlessSkipped(SkipRules rules, Watering watering) {
        Double fallen = rules.rainFallenMm();
        Double coming = rules.rainComingMm();
        Integer hours = rules.rainComingHours();
        int days = hours == null ? 1 : Math.max(1, (hours + 23) / 24);
        return morning -> {
            boolean rained = fallen != null && morning.rainYesterdayMm() >= fallen;
            boolean willRain = coming != null && morning.forecast().expectedMm(days) >= coming;
            return rained || willRain ? 0 : watering.netMm(morning);
        };
    }
}
