package vn.tuoi.config.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.json.Problem;

/** Finds everything that is wrong with a plan or a program, each with the field's path. Stateless. */
public final class PlanValidator {
    static final int MAX_ZONES = 200;
    static final int MAX_SOURCES = 16;
    static final int MAX_HOUSEHOLDS = 64;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern POINT = Pattern.compile("[a-z0-9][a-z0-9_./:-]{0,126}");
    private static final int MAX_NAME = 80;

    private final List<Problem> problems = new ArrayList<>();

    private PlanValidator() {}

    /** Every problem of {@code plan}; empty when it is valid. */
    public static List<Problem> problems(FarmPlan plan) {
        PlanValidator validator = new PlanValidator();
        validator.plan(plan);
        return List.copyOf(validator.problems);
    }

    /** Every problem of a program by itself, e.g. one that was just typed in. */
    public static List<Problem> problems(Program program) {
        PlanValidator validator = new PlanValidator();
        validator.program("", program);
        return List.copyOf(validator.problems);
    }

    private void plan(FarmPlan plan) {
        if (plan.version() < 1) {
            add("version", "must be at least 1, not " + plan.version());
        }
        name("name", plan.name());
        range("latitude", plan.latitude(), -90, 90);
        range("longitude", plan.longitude(), -180, 180);
        range("elevationM", plan.elevationM(), -430, 6_000);
        size("households", plan.households().size(), 0, MAX_HOUSEHOLDS);
        size("sources", plan.sources().size(), 0, MAX_SOURCES);
        size("zones", plan.zones().size(), 0, MAX_ZONES);

        Set<String> households = new HashSet<>();
        for (int i = 0; i < plan.households().size(); i++) {
            Household household = plan.households().get(i);
            String at = "households[" + i + "].";
            id(at + "id", household.id(), households);
            name(at + "name", household.name());
        }
        Set<String> sources = new HashSet<>();
        Map<String, String> stations = new HashMap<>();
        for (int i = 0; i < plan.sources().size(); i++) {
            source("sources[" + i + "].", plan.sources().get(i), sources, stations);
        }
        Set<String> zones = new HashSet<>();
        for (int i = 0; i < plan.zones().size(); i++) {
            zone("zones[" + i + "].", plan.zones().get(i), plan, zones, stations);
        }
    }

    private void source(String at, WaterSource source, Set<String> ids, Map<String, String> stations) {
        id(at + "id", source.id(), ids);
        name(at + "name", source.name());
        optionalRange(at + "capacityLitresPerMinute", source.capacityLitresPerMinute(), 0.1, 100_000);
        optionalRange(at + "maxZones", source.maxZones(), 1, MAX_ZONES);
        optionalRange(at + "pumpLeadSeconds", source.pumpLeadSeconds(), 0, 60);
        optionalRange(at + "pumpLagSeconds", source.pumpLagSeconds(), 0, 60);
        optionalRange(at + "staggerSeconds", source.staggerSeconds(), 0, 120);
        optionalRange(at + "tankLowPercent", source.tankLowPercent(), 0, 99);
        optionalRange(at + "tankResumePercent", source.tankResumePercent(), 0, 100);
        point(at + "flowPoint", source.flowPoint());
        point(at + "tankPoint", source.tankPoint());
        point(at + "dryRunPoint", source.dryRunPoint());
        station(at + "pumpStation", source.pumpStation(), stations);
        station(at + "masterStation", source.masterStation(), stations);
        if (source.tankPoint() != null && source.tankLowPercent() == null) {
            add(at + "tankLowPercent", "is required with tankPoint: the level at which watering stops");
        }
        if (source.tankLowPercent() != null
                && source.tankResumePercent() != null
                && source.tankResumePercent() <= source.tankLowPercent()) {
            add(at + "tankResumePercent", "must be above tankLowPercent (" + source.tankLowPercent() + ")");
        }
    }

    private void zone(String at, Zone zone, FarmPlan plan, Set<String> ids, Map<String, String> stations) {
        id(at + "id", zone.id(), ids);
        name(at + "name", zone.name());
        range(at + "areaM2", zone.areaM2(), 0.1, 1_000_000);
        range(at + "flowLitresPerMinute", zone.flowLitresPerMinute(), 0.01, 10_000);
        range(at + "maxMinutes", zone.maxMinutes(), 1, 720);
        optionalRange(at + "slopePercent", zone.slopePercent(), 0, 60);
        optionalRange(at + "applicationEfficiency", zone.applicationEfficiency(), 0.3, 1);
        name(at + "crop", zone.crop());
        name(at + "soil", zone.soil());
        point(at + "flowPoint", zone.flowPoint());
        point(at + "moisturePoint", zone.moisturePoint());
        station(at + "station", zone.station(), stations);
        if (zone.automatic() && zone.station() == null) {
            add(at + "station", "is required for a zone of mode auto; or set mode to hand");
        }
        if (plan.source(zone.source()).isEmpty()) {
            add(at + "source", "\"" + zone.source() + "\" is not one of the plan's sources");
        }
        plan.source(zone.source()).map(WaterSource::capacityLitresPerMinute).ifPresent(capacity -> {
            if (zone.flowLitresPerMinute() > capacity) {
                add(
                        at + "flowLitresPerMinute",
                        "is above the " + plain(capacity) + " l/min that source \"" + zone.source() + "\" gives");
            }
        });
        plan.source(zone.source())
                .filter(source -> source.pumpStation() != null)
                .map(source -> source.leadSeconds() + source.lagSeconds())
                .filter(around -> zone.maxMinutes() * 60 <= around)
                .ifPresent(around -> add(
                        at + "maxMinutes",
                        "leaves no time for water: the pump of source \"" + zone.source() + "\" leads and lags "
                                + around + " s"));
        String household = zone.household();
        if (household != null && plan.households().stream().noneMatch(h -> h.id().equals(household))) {
            add(at + "household", "\"" + household + "\" is not one of the plan's households");
        }
        Program program = zone.program();
        if (program != null) {
            program(at + "program.", program);
        }
    }

    private void program(String at, Program program) {
        size(at + "windows", program.windows().size(), 0, 8);
        SkipRules skip = program.skip();
        if (skip != null) {
            optionalRange(at + "skip.rainFallenMm", skip.rainFallenMm(), 0.1, 500);
            optionalRange(at + "skip.rainFallenHours", skip.rainFallenHours(), 1, 168);
            optionalRange(at + "skip.rainComingMm", skip.rainComingMm(), 0.1, 500);
            optionalRange(at + "skip.rainComingHours", skip.rainComingHours(), 1, 120);
            optionalRange(at + "skip.windMetresPerSecond", skip.windMetresPerSecond(), 0.5, 40);
            optionalRange(at + "skip.frostCelsius", skip.frostCelsius(), -10, 15);
        }
        CycleSoak cycleSoak = program.cycleSoak();
        if (cycleSoak != null) {
            optionalRange(at + "cycleSoak.maxCycleMinutes", cycleSoak.maxCycleMinutes(), 0.5, 720);
            optionalRange(at + "cycleSoak.minSoakMinutes", cycleSoak.minSoakMinutes(), 1, 720);
        }
        if (program instanceof Program.Calendar calendar) {
            calendar(at, calendar);
        } else if (program instanceof Program.Moisture moisture) {
            range(at + "lowMoisture", moisture.lowMoisture(), 0.02, 0.6);
            range(at + "highMoisture", moisture.highMoisture(), 0.02, 0.6);
            if (moisture.highMoisture() <= moisture.lowMoisture()) {
                add(at + "highMoisture", "must be above lowMoisture (" + moisture.lowMoisture() + ")");
            }
            optionalRange(at + "dwellMinutes", moisture.dwellMinutes(), 0, 1_440);
            range(at + "maxMinutes", moisture.maxMinutes(), 1, 720);
            optionalRange(at + "minPauseMinutes", moisture.minPauseMinutes(), 0, 10_080);
        } else if (program instanceof Program.Balance balance) {
            optionalRange(at + "managementAllowedDepletion", balance.managementAllowedDepletion(), 0.05, 0.95);
            optionalRange(at + "refillFraction", balance.refillFraction(), 0.1, 1);
            optionalRange(at + "maxMillimetres", balance.maxMillimetres(), 0.1, 500);
        } else if (program instanceof Program.Awd awd) {
            awd(at, awd);
        }
    }

    private void calendar(String at, Program.Calendar calendar) {
        if (calendar.finishBy() == null) {
            size(at + "starts", calendar.starts().size(), 1, 8);
        } else if (!calendar.starts().isEmpty()) {
            add(at + "starts", "must be empty when finishBy is given: the run is anchored to its end");
        } else {
            startTime(at + "finishBy", calendar.finishBy());
        }
        for (int i = 0; i < calendar.starts().size(); i++) {
            startTime(at + "starts[" + i + "]", calendar.starts().get(i));
        }
        Repeat repeat = calendar.repeat();
        if (repeat != null) {
            range(at + "repeat.everyMinutes", repeat.everyMinutes(), 1, 1_440);
            range(at + "repeat.count", repeat.count(), 1, 96);
            if (calendar.finishBy() != null) {
                add(at + "repeat", "cannot be combined with finishBy");
            }
        }
        DayRule days = calendar.days();
        if (days != null) {
            optionalRange(at + "days.everyDays", days.everyDays(), 1, 60);
            if (days.everyDays() != null && days.anchor() == null) {
                add(at + "days.anchor", "is required with everyDays: a date on which the interval falls");
            }
            if (days.from() != null && days.to() != null && days.to().isBefore(days.from())) {
                add(at + "days.to", "is before days.from (" + days.from() + ")");
            }
        }
        amount(at + "amount", calendar.amount());
        optionalRange(at + "seasonalPercent", calendar.seasonalPercent(), 0, 300);
    }

    private void awd(String at, Program.Awd awd) {
        range(at + "maxMinutes", awd.maxMinutes(), 1, 1_440);
        size(at + "stages", awd.stages().size(), 1, 12);
        int lastDay = -1;
        for (int i = 0; i < awd.stages().size(); i++) {
            Program.AwdStage stage = awd.stages().get(i);
            String here = at + "stages[" + i + "].";
            name(here + "name", stage.name());
            range(here + "fromDay", stage.fromDay(), 0, 250);
            if (stage.fromDay() <= lastDay) {
                add(here + "fromDay", "must be above the stage before (" + lastDay + ")");
            }
            lastDay = stage.fromDay();
            optionalRange(here + "refloodAtCm", stage.refloodAtCm(), -40, 10);
            optionalRange(here + "floodToCm", stage.floodToCm(), -40, 20);
            if ((stage.refloodAtCm() == null) != (stage.floodToCm() == null)) {
                add(here + "floodToCm", "and refloodAtCm go together; leave out both to let no water in");
            } else if (stage.refloodAtCm() != null
                    && stage.floodToCm() != null
                    && stage.floodToCm() <= stage.refloodAtCm()) {
                add(here + "floodToCm", "must be above refloodAtCm (" + stage.refloodAtCm() + ")");
            }
        }
    }

    private void startTime(String at, StartTime start) {
        if ((start.at() == null) == (start.sun() == null)) {
            add(at, "needs either at (HH:mm) or sun (sunrise, sunset)");
        }
        if (start.at() != null && start.offsetMinutes() != null) {
            add(at + ".offsetMinutes", "goes with sun only");
        }
        optionalRange(at + ".offsetMinutes", start.offsetMinutes(), -720, 720);
    }

    private void amount(String at, Amount amount) {
        int given = (amount.minutes() == null ? 0 : 1)
                + (amount.millimetres() == null ? 0 : 1)
                + (amount.litres() == null ? 0 : 1);
        if (given != 1) {
            add(at, "needs exactly one of minutes, millimetres and litres");
        }
        optionalRange(at + ".minutes", amount.minutes(), 0.1, 1_440);
        optionalRange(at + ".millimetres", amount.millimetres(), 0.1, 500);
        optionalRange(at + ".litres", amount.litres(), 0.1, 1_000_000);
    }

    private void id(String at, String id, Set<String> taken) {
        if (!ID.matcher(id).matches()) {
            add(at, "must match [a-z0-9][a-z0-9-]{0,30}, not \"" + id + "\"");
        } else if (!taken.add(id)) {
            add(at, "\"" + id + "\" is used twice");
        }
    }

    private void station(String at, @Nullable String station, Map<String, String> taken) {
        if (station == null) {
            return;
        }
        if (!ID.matcher(station).matches()) {
            add(at, "must match [a-z0-9][a-z0-9-]{0,30}, not \"" + station + "\"");
            return;
        }
        String other = taken.putIfAbsent(station, at);
        if (other != null) {
            add(at, "station \"" + station + "\" is already used by " + other);
        }
    }

    private void point(String at, @Nullable String point) {
        if (point != null && !POINT.matcher(point).matches()) {
            add(at, "\"" + point + "\" is not the name of a point, e.g. tea-1/soil_moisture");
        }
    }

    private void name(String at, String name) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            add(at, "must be 1 to " + MAX_NAME + " printable characters");
        }
    }

    private void size(String at, int size, int least, int most) {
        if (size < least || size > most) {
            add(at, "must have " + least + " to " + most + " entries, not " + size);
        }
    }

    private void optionalRange(String at, @Nullable Number value, double least, double most) {
        if (value != null) {
            range(at, value.doubleValue(), least, most);
        }
    }

    private void range(String at, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            add(at, "must be " + plain(least) + " to " + plain(most) + ", not " + plain(value));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }
}
