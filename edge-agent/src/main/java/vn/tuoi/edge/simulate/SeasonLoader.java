package vn.tuoi.edge.simulate;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.Range;
import vn.tuoi.agronomy.balance.BalanceOptions;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.agronomy.crop.GrowthStages;
import vn.tuoi.agronomy.et0.ClimateEstimator;
import vn.tuoi.agronomy.et0.ReferenceMethod;
import vn.tuoi.agronomy.paddy.AwdRegime;
import vn.tuoi.agronomy.soil.SoilTable;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherCsv;
import vn.tuoi.agronomy.weather.WeatherDay;
import vn.tuoi.agronomy.weather.WeatherFormatException;
import vn.tuoi.agronomy.weather.WeatherSeries;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.Problem;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.PlanValidator;
import vn.tuoi.config.plan.Program;

/** Reads and checks what a simulation needs, and collects everything that is wrong. Not thread-safe. */
final class SeasonLoader {

    /** The crop that stands in water. */
    static final String PADDY_CROP = "rice_paddy";

    private static final Range WETTED = new Range("--wetted-fraction", "", 0.01, 1);
    private static final Range EFFICIENCY = new Range("--efficiency", "", 0.3, 1);
    private static final Range WIND_HEIGHT = new Range("--wind-height", "m", 0.5, 200);
    private static final Range CONTENT = new Range("--initial", "m3/m3", 0, 0.8);
    private static final int MAX_SEASONS = 200;

    private final SimulateOptions options;
    private final Problems problems;

    SeasonLoader(SimulateOptions options, Problems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** Everything, or empty when {@link Problems} has a line. */
    Optional<SeasonPlan> load() {
        range(WETTED, options.wettedFraction);
        range(EFFICIENCY, options.efficiency);
        range(new Range("--seasons", "", 1, MAX_SEASONS), options.seasons);
        range(new Range("--days", "d", 1, WeatherCsv.MAX_DAYS), options.days);
        boolean windKnown = range(WIND_HEIGHT, options.windHeight);
        WeatherSeries weather = windKnown ? weather() : null;
        Crop crop = crop();
        SoilChoice soil = soil();
        Program program = program(crop);
        Map<LocalDate, IrrigationCsv.Event> recorded = recorded();
        ClimateEstimator estimator = estimator(weather);
        if (weather != null && estimator != null && problems.none()) {
            covers(weather, estimator);
        }
        if (weather == null || crop == null || soil == null || estimator == null || !problems.none()) {
            return Optional.empty();
        }
        BalanceOptions balance = new BalanceOptions(
                options.convention,
                options.method,
                options.reference == SimulateOptions.Reference.TALL,
                options.dripUnderCanopy);
        return Optional.of(
                new SeasonPlan(weather, estimator, crop, soil, balance, Optional.ofNullable(program), recorded));
    }

    private boolean range(Range range, double value) {
        if (!range.holds(value)) {
            problems.add("command line", range.refusal(value));
            return false;
        }
        return true;
    }

    private @Nullable WeatherSeries weather() {
        Path file = options.weather;
        if (file == null) {
            return null;
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return WeatherCsv.read(reader, file.toString(), options.windHeight);
        } catch (WeatherFormatException malformed) {
            problems.add("--weather", String.valueOf(malformed.getMessage()));
        } catch (IOException unreadable) {
            unreadable("--weather", file, unreadable);
        }
        return null;
    }

    private void covers(WeatherSeries weather, ClimateEstimator estimator) {
        LocalDate start = options.start;
        if (start == null) {
            return;
        }
        for (int season = 0; season < options.seasons; season++) {
            LocalDate first = start.plusYears(season);
            if (!weather.covers(first, options.days)) {
                problems.add(
                        String.valueOf(options.weather),
                        "runs " + weather.first() + " to " + weather.last() + ", the season needs " + first + " to "
                                + first.plusDays(options.days - 1L));
                return;
            }
            for (WeatherDay day : weather.days(first, options.days)) {
                Optional<String> refusal = estimator.refusal(day);
                if (refusal.isPresent()) {
                    problems.add(String.valueOf(options.weather), refusal.get());
                    return;
                }
            }
        }
    }

    private @Nullable ClimateEstimator estimator(@Nullable WeatherSeries weather) {
        ClimateEstimator.Et0Source source = options.hargreaves
                ? ClimateEstimator.Et0Source.HARGREAVES
                : options.computeEt0
                        ? ClimateEstimator.Et0Source.COMPUTED
                        : ClimateEstimator.Et0Source.GIVEN_OR_COMPUTED;
        boolean given = source == ClimateEstimator.Et0Source.GIVEN_OR_COMPUTED
                && weather != null
                && weather.days().stream().allMatch(day -> day.has(WeatherColumn.ET0_MM));
        if (options.latitude == null && weather != null && !given) {
            problems.add("--latitude", "is needed to compute ET0, as the weather does not bring et0_mm for every day");
            return null;
        }
        ReferenceMethod method = ReferenceMethod.FAO56;
        if (options.reference != null) {
            method = options.reference == SimulateOptions.Reference.TALL
                    ? ReferenceMethod.ASCE_TALL
                    : ReferenceMethod.ASCE_SHORT;
        }
        try {
            Site site = new Site(
                    options.latitude == null ? 0 : options.latitude,
                    options.elevation == null ? 0 : options.elevation,
                    options.coastal);
            return new ClimateEstimator(site, method, source);
        } catch (IllegalArgumentException outOfRange) {
            problems.add("--latitude, --elevation", String.valueOf(outOfRange.getMessage()));
            return null;
        }
    }

    private @Nullable Crop crop() {
        String choice = options.crop;
        if (choice == null) {
            return null;
        }
        if (!choice.endsWith(".json")) {
            CropTable table = CropTable.load();
            Optional<CropTable.Entry> entry = table.find(choice);
            if (entry.isEmpty()) {
                problems.add("--crop", choice + " is not in the table; known are " + table.keys() + ", or a FILE.json");
                return null;
            }
            return entry.get().crop();
        }
        CropFile file = json("--crop", Path.of(choice), CropFile.class);
        if (file != null) {
            try {
                return file.crop(options.method);
            } catch (MalformedDocument malformed) {
                malformed(choice, malformed);
            }
        }
        return null;
    }

    private @Nullable SoilChoice soil() {
        String choice = options.soil;
        if (choice == null) {
            return null;
        }
        SoilChoice soil = choice.endsWith(".json") ? ownSoil(choice) : tableSoil(choice);
        Double initial = options.initial;
        if (soil == null || initial == null) {
            return soil;
        }
        range(CONTENT, initial);
        return new SoilChoice(soil.soil(), initial, soil.saturation());
    }

    private @Nullable SoilChoice tableSoil(String key) {
        SoilTable table = SoilTable.load();
        Optional<SoilTable.Entry> entry = table.find(key);
        if (entry.isEmpty()) {
            problems.add("--soil", key + " is not in the table; known are " + table.keys() + ", or a FILE.json");
            return null;
        }
        return new SoilChoice(
                entry.get().soil(),
                entry.get().soil().fieldCapacity(),
                OptionalDouble.of(entry.get().saturation()));
    }

    private @Nullable SoilChoice ownSoil(String name) {
        SoilFile file = json("--soil", Path.of(name), SoilFile.class);
        if (file != null) {
            try {
                return file.choice();
            } catch (MalformedDocument malformed) {
                malformed(name, malformed);
            }
        }
        return null;
    }

    private @Nullable Program program(@Nullable Crop crop) {
        boolean paddy = PADDY_CROP.equals(options.crop);
        String standard = options.irrigation != null ? "none" : paddy ? "awd" : "balance";
        String choice = options.program == null ? standard : options.program;
        return switch (choice) {
            case "none" -> null;
            case "balance" -> new Program.Balance(null, null, null, null, null, List.of(), null, null, null);
            case "moisture" -> moisture(crop);
            case "awd" -> safeAwd(crop);
            default -> programFile(choice);
        };
    }

    private @Nullable Program programFile(String choice) {
        if (!choice.endsWith(".json")) {
            problems.add("--program", choice + " is unknown; known are none, balance, moisture, awd, or a FILE.json");
            return null;
        }
        Program program = json("--program", Path.of(choice), Program.class);
        if (program != null) {
            for (Problem problem : PlanValidator.problems(program)) {
                problems.add(choice, problem.toString());
            }
        }
        return program;
    }

    /** The thresholds that the crop and the soil give: from the crop's p to field capacity. */
    private @Nullable Program moisture(@Nullable Crop crop) {
        SoilChoice soil = options.soil == null || !problems.none() ? null : soil();
        if (crop == null || soil == null) {
            return null;
        }
        double high = soil.soil().fieldCapacity();
        double low = high - crop.depletionFraction() * (high - soil.soil().wiltingPoint());
        return new Program.Moisture(null, low, high, null, 720, null, List.of(), null, null, null);
    }

    /** The safe regime of the table on the crop's own calendar. */
    private @Nullable Program safeAwd(@Nullable Crop crop) {
        GrowthStages stages = crop == null ? null : crop.stages();
        LocalDate start = options.start;
        if (stages == null || start == null) {
            return null;
        }
        AwdRegime regime = AwdRegime.load("safe_awd", stages.totalDays());
        List<Program.AwdStage> rows = regime.stages().stream()
                .map(stage -> new Program.AwdStage(
                        stage.nameVi(),
                        stage.fromDay(),
                        stage.levels().map(AwdRegime.Levels::refloodAtCm).orElse(null),
                        stage.levels().map(AwdRegime.Levels::floodToCm).orElse(null)))
                .toList();
        return new Program.Awd(null, start, rows, 1440, List.of(), null, null, null);
    }

    private Map<LocalDate, IrrigationCsv.Event> recorded() {
        Path file = options.irrigation;
        if (file == null) {
            return Map.of();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return IrrigationCsv.read(reader, options.wettedFraction);
        } catch (MalformedDocument malformed) {
            malformed(file.toString(), malformed);
        } catch (IOException unreadable) {
            unreadable("--irrigation", file, unreadable);
        }
        return Map.of();
    }

    private <T> @Nullable T json(String option, Path file, Class<T> type) {
        try {
            if (Files.size(file) > StrictJson.MAX_DOCUMENT_BYTES) {
                problems.add(file.toString(), "is larger than " + StrictJson.MAX_DOCUMENT_BYTES + " bytes");
                return null;
            }
            return StrictJson.read(Files.readAllBytes(file), type);
        } catch (MalformedDocument malformed) {
            malformed(file.toString(), malformed);
        } catch (IOException unreadable) {
            unreadable(option, file, unreadable);
        }
        return null;
    }

    private void malformed(String file, MalformedDocument malformed) {
        for (Problem problem : malformed.problems()) {
            problems.add(file, problem.toString());
        }
    }

    private void unreadable(String option, Path file, IOException e) {
        problems.add(option, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
}
