package vn.tuoi.edge.bench.valvesafety;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.CycleSoak;
import vn.tuoi.config.plan.DayRule;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Household;
import vn.tuoi.config.plan.MainsCutPolicy;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Repeat;
import vn.tuoi.config.plan.SkipRules;
import vn.tuoi.config.plan.StartTime;
import vn.tuoi.config.plan.SunEvent;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Window;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;

/** Draws farms: sources with and without pumps, zones by valve and by hand, every kind of program. */
final class FarmDraw {
    private final SplittableRandom random;
    private final ZoneId timeZone;

    FarmDraw(SplittableRandom random) {
        this.random = random;
        // a zone with clock changes now and then; the schedules lie around the last Sunday of March
        this.timeZone = ZoneId.of(random.nextInt(4) == 0 ? "Europe/Berlin" : "Asia/Ho_Chi_Minh");
    }

    FarmPlan farm() {
        int sources = 1 + random.nextInt(2);
        List<WaterSource> drawn = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            drawn.add(source(i));
        }
        List<Zone> zones = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            zones.add(zone(i, random.nextInt(sources)));
        }
        return plan(1, drawn, zones);
    }

    /** The next version: other programs and limits; now and then a zone less or another source. */
    FarmPlan changed(FarmPlan before) {
        List<WaterSource> sources = new ArrayList<>(before.sources());
        if (random.nextInt(4) == 0) {
            int index = random.nextInt(sources.size());
            sources.set(index, source(index));
        }
        List<Zone> zones = new ArrayList<>();
        for (int i = 0; i < before.zones().size(); i++) {
            Zone zone = before.zones().get(i);
            if (zones.isEmpty() || random.nextInt(6) != 0) {
                int source = Integer.parseInt(zone.source().substring(1));
                zones.add(random.nextBoolean() ? zone : zone(i, source));
            }
        }
        return plan(before.version() + 1, sources, zones);
    }

    private FarmPlan plan(long version, List<WaterSource> sources, List<Zone> zones) {
        MainsCutPolicy[] policies = MainsCutPolicy.values();
        return new FarmPlan(
                new FarmId("farm-1"),
                version,
                "Trại",
                timeZone,
                21.6,
                105.8,
                50,
                policies[random.nextInt(policies.length)],
                List.of(new Household("h1", "Một"), new Household("h2", "Hai")),
                sources,
                zones);
    }

    private WaterSource source(int index) {
        boolean pump = random.nextInt(3) != 0;
        boolean tank = random.nextInt(4) == 0;
        int together = 1 + random.nextInt(3);
        return new WaterSource(
                "s" + index,
                "Nguồn " + index,
                random.nextBoolean() ? null : 40.0 + random.nextInt(40),
                together,
                pump ? "pump-" + index : null,
                random.nextInt(3) == 0 ? "master-" + index : null,
                random.nextInt(4) == 0 ? null : random.nextInt(20),
                random.nextInt(4) == 0 ? null : random.nextInt(20),
                random.nextInt(4) == 0 ? null : random.nextInt(10),
                random.nextInt(5) == 0 ? null : "s" + index + "/flow",
                tank ? "s" + index + "/tank_level" : null,
                tank ? 20.0 : null,
                tank ? 40.0 : null,
                pump && random.nextInt(4) == 0 ? "s" + index + "/dry" : null);
    }

    private Zone zone(int index, int source) {
        boolean hand = random.nextInt(6) == 0;
        return new Zone(
                "z" + index,
                "Khu " + index,
                hand ? Zone.ZoneMode.HAND : null,
                hand ? null : "valve-" + index,
                "s" + source,
                random.nextBoolean() ? null : "h" + (1 + random.nextInt(2)),
                200,
                "tea_unshaded",
                "clay_loam",
                null,
                null,
                10.0 + random.nextInt(25),
                null,
                5 + random.nextInt(60),
                random.nextInt(3) == 0 ? "z" + index + "/flow" : null,
                null,
                program());
    }

    private @Nullable Program program() {
        List<Window> windows = random.nextInt(4) == 0
                ? List.of(new Window(LocalTime.of(random.nextInt(24), 0), LocalTime.of(random.nextInt(24), 30)))
                : List.of();
        CycleSoak cycles =
                random.nextInt(3) == 0 ? new CycleSoak(3.0 + random.nextInt(10), 5.0 + random.nextInt(30)) : null;
        SkipRules skip = random.nextInt(3) == 0 ? skip() : null;
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 ->
                new Program.Moisture(
                        null, 0.22, 0.3, random.nextInt(60), 5 + random.nextInt(60), 30, windows, skip, cycles, null);
            case 2 ->
                new Program.Awd(
                        null,
                        LocalDate.of(2026, 3, 1),
                        List.of(new Program.AwdStage("đẻ nhánh", 0, -5.0, 5.0)),
                        10 + random.nextInt(100),
                        windows,
                        skip,
                        null,
                        null);
            case 3 -> new Program.Balance(null, 0.05, null, null, null, windows, skip, cycles, null);
            default -> calendar(windows, skip, cycles);
        };
    }

    private SkipRules skip() {
        return new SkipRules(
                random.nextBoolean() ? 4.0 : null,
                random.nextBoolean() ? 6 : null,
                random.nextBoolean() ? 5.0 : null,
                random.nextBoolean() ? 12 : null,
                random.nextBoolean() ? 6.0 : null,
                random.nextBoolean() ? 4.0 : null);
    }

    private Program calendar(List<Window> windows, @Nullable SkipRules skip, @Nullable CycleSoak cycles) {
        Amount amount = switch (random.nextInt(3)) {
            case 0 -> Amount.ofLitres(20 + random.nextInt(600));
            case 1 -> Amount.ofMillimetres(0.5 + random.nextInt(4));
            default -> Amount.ofMinutes(1 + random.nextInt(80));
        };
        if (random.nextInt(6) == 0) {
            StartTime end = StartTime.clock(LocalTime.of(6, 0));
            return new Program.Calendar(null, List.of(), end, null, null, amount, null, windows, skip, cycles, null);
        }
        List<StartTime> starts = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            starts.add(
                    random.nextInt(15) == 0
                            ? StartTime.sun(random.nextBoolean() ? SunEvent.SUNRISE : SunEvent.SUNSET, 15)
                            : StartTime.clock(LocalTime.of(random.nextInt(24), random.nextInt(60))));
        }
        Repeat repeat = random.nextInt(5) == 0 ? new Repeat(45, 1 + random.nextInt(6)) : null;
        DayRule days = switch (random.nextInt(8)) {
            case 0, 1 ->
                DayRule.weekdays(EnumSet.of(
                        DayRule.Weekday.SUN, random.nextBoolean() ? DayRule.Weekday.MON : DayRule.Weekday.SAT));
            case 2 -> new DayRule(Set.of(), 1 + random.nextInt(3), LocalDate.of(2026, 3, 1), null, null, null);
            case 3 ->
                new DayRule(
                        Set.of(),
                        null,
                        null,
                        random.nextBoolean() ? DayRule.Parity.ODD : DayRule.Parity.EVEN,
                        random.nextBoolean() ? LocalDate.of(2026, 3, 29) : null,
                        null);
            default -> null;
        };
        return new Program.Calendar(
                null,
                starts,
                null,
                repeat,
                days,
                amount,
                random.nextBoolean() ? null : 80.0,
                windows,
                skip,
                cycles,
                null);
    }
}
