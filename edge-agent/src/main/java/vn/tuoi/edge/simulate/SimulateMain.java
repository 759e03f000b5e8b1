package vn.tuoi.edge.simulate;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vn.tuoi.agronomy.balance.BalanceDay;
import vn.tuoi.agronomy.balance.RootZoneBalance;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.GrowthStages;
import vn.tuoi.agronomy.crop.StageClimate;
import vn.tuoi.agronomy.decision.Application;
import vn.tuoi.agronomy.et0.DailyClimate;
import vn.tuoi.agronomy.et0.Estimated;
import vn.tuoi.agronomy.paddy.AwdRegime;
import vn.tuoi.agronomy.paddy.PaddyDay;
import vn.tuoi.agronomy.paddy.PaddySoil;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.Program;

/** The command {@code tuoi simulate}: seasons of a program against weather; totals as JSON on stdout, every day as CSV if asked. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Seasons of a watering program against weather, offline. Prints the totals as JSON.")
public final class SimulateMain implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final long PROGRESS_EVERY_NS = 1_000_000_000L;

    @Mixin
    private final SimulateOptions options = new SimulateOptions();

    private final PrintWriter out;
    private final PrintWriter err;

    SimulateMain(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and leaves the JVM with its exit code: 0 done, 1 failed, 2 wrong usage or input. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new SimulateMain(out, err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .execute(args);
    }

    @Override
    public Integer call() {
        Problems problems = new Problems();
        Optional<SeasonPlan> plan = new SeasonLoader(options, problems).load();
        LocalDate start = options.start;
        if (plan.isPresent() && start != null) {
            try {
                List<SeasonReport> reports = seasons(plan.get(), start);
                out.println(new String(StrictJson.writeIndented(answer(reports)), StandardCharsets.UTF_8));
                return DONE;
            } catch (MalformedDocument malformed) {
                problems.add("--program", String.valueOf(malformed.getMessage()));
            } catch (IllegalArgumentException outOfRange) {
                problems.add("input", String.valueOf(outOfRange.getMessage()));
            } catch (IOException e) {
                err.println("--daily: " + options.daily + " cannot be written ("
                        + e.getClass().getSimpleName() + ")");
                return FAILED;
            }
        }
        problems.lines().forEach(err::println);
        return WRONG_USAGE;
    }

    /** One season is the document itself; several are a list under their key. */
    private static Object answer(List<SeasonReport> reports) {
        return reports.size() == 1 ? reports.get(0) : Map.of("seasons", reports);
    }

    private List<SeasonReport> seasons(SeasonPlan plan, LocalDate start) throws IOException, MalformedDocument {
        List<SeasonReport> reports = new ArrayList<>();
        long lastLineNs = System.nanoTime();
        for (int i = 0; i < options.seasons; i++) {
            reports.add(season(plan, start.plusYears(i), i));
            if (System.nanoTime() - lastLineNs >= PROGRESS_EVERY_NS) {
                lastLineNs = System.nanoTime();
                err.println("season " + (i + 1) + " of " + options.seasons);
            }
        }
        return reports;
    }

    private SeasonReport season(SeasonPlan plan, LocalDate first, int number) throws IOException, MalformedDocument {
        List<DailyClimate> climates = plan.weather().days(first, options.days).stream()
                .map(plan.estimator()::climate)
                .toList();
        List<String> notSimulated = plan.program()
                .map(program -> Waterings.notSimulated(program, first))
                .orElse(List.of());
        SeasonReport.Context context = new SeasonReport.Context(options.efficiency, estimated(climates), notSimulated);
        if (SeasonLoader.PADDY_CROP.equals(options.crop)
                && plan.program().filter(p -> !(p instanceof Program.Awd)).isEmpty()) {
            return paddy(plan, first, climates, context, number);
        }
        Crop crop = options.adjustKc ? adjusted(plan.crop(), climates) : plan.crop();
        RootZoneBalance balance = new RootZoneBalance(crop, plan.soil().soil(), plan.options());
        UplandSeason season = new UplandSeason(balance, plan.soil().initial(), options.wettedFraction);
        Watering watering = plan.program().isPresent()
                ? new Waterings(equipment()).of(plan.program().get())
                : Watering.NONE;
        List<BalanceDay> days = season.run(
                first,
                climates,
                watering,
                new ForecastSource(options.forecast, plan.weather(), options.seed),
                plan.recorded());
        if (options.daily != null) {
            try (Writer writer = writer(options.daily, number)) {
                DailyCsv.upland(writer, first, days);
            }
        }
        return SeasonReport.upland(first.toString(), days, context);
    }

    private SeasonReport paddy(
            SeasonPlan plan, LocalDate first, List<DailyClimate> climates, SeasonReport.Context context, int number)
            throws IOException, MalformedDocument {
        double saturation = plan.soil()
                .saturation()
                .orElseThrow(() -> new MalformedDocument("saturation", "is needed in the soil file of a paddy"));
        PaddySoil soil = new PaddySoil(
                saturation,
                plan.soil().soil().fieldCapacity(),
                plan.soil().soil().wiltingPoint(),
                options.percolationMm,
                plan.crop().stature().rootMaxM(),
                options.bundMm);
        AwdRegime regime = plan.program()
                .map(SimulateMain::regime)
                .orElse(
                        // Without a program nothing is let in, whatever the level.
                        new AwdRegime(List.of(new AwdRegime.Stage("", "", 0, Optional.empty()))));
        List<PaddyDay> days = new PaddySeason(plan.crop(), soil).run(first, climates, regime, plan.recorded());
        if (options.daily != null) {
            try (Writer writer = writer(options.daily, number)) {
                DailyCsv.paddy(writer, first, climates, days);
            }
        }
        double et0 = climates.stream().mapToDouble(DailyClimate::et0Mm).sum();
        double stored = days.stream()
                .mapToDouble(d -> d.rainMm() + d.irrigationMm() - d.runoffMm() - d.percolationMm() - d.etaMm())
                .sum();
        return SeasonReport.paddy(first.toString(), days, et0, stored, context);
    }

    private static AwdRegime regime(Program program) {
        Program.Awd awd = (Program.Awd) program;
        return new AwdRegime(awd.stages().stream()
                .map(stage -> new AwdRegime.Stage(stage.name(), stage.name(), stage.fromDay(), levels(stage)))
                .toList());
    }

    private static Optional<AwdRegime.Levels> levels(Program.AwdStage stage) {
        Double at = stage.refloodAtCm();
        Double to = stage.floodToCm();
        return at == null || to == null ? Optional.empty() : Optional.of(new AwdRegime.Levels(at, to));
    }

    private @Nullable Application equipment() {
        Double flow = options.flowLitresPerMinute;
        Double area = options.areaM2;
        return flow == null || area == null ? null : new Application(flow, area, options.efficiency);
    }

    /** The crop in the mean climate of its mid and late season, as far as the season reaches. */
    private static Crop adjusted(Crop crop, List<DailyClimate> climates) {
        GrowthStages stages = crop.stages();
        int mid = stages.initialDays() + stages.developmentDays();
        int late = mid + stages.midDays();
        return crop.adjusted(mean(climates, mid, late), mean(climates, late, late + Math.max(1, stages.lateDays())));
    }

    private static StageClimate mean(List<DailyClimate> climates, int from, int to) {
        int first = Math.min(from, climates.size() - 1);
        List<DailyClimate> stage = climates.subList(first, Math.max(first + 1, Math.min(to, climates.size())));
        return new StageClimate(
                stage.stream()
                        .mapToDouble(DailyClimate::wind2mMetresPerSecond)
                        .average()
                        .orElse(2),
                stage.stream().mapToDouble(DailyClimate::rhMinPercent).average().orElse(45));
    }

    private Map<String, String> estimated(List<DailyClimate> climates) {
        Set<Estimated> all = EnumSet.noneOf(Estimated.class);
        climates.forEach(climate -> all.addAll(climate.estimated()));
        Map<String, String> named = new LinkedHashMap<>();
        all.forEach(one -> named.put(one.quantity(), one.how()));
        if (options.elevation == null && options.latitude != null) {
            named.put("elevation", "0 m, not stated");
        }
        return named;
    }

    /** The file that was named for the first season; later ones put their number before the extension. */
    private static Writer writer(Path daily, int number) throws IOException {
        if (number == 0) {
            return Files.newBufferedWriter(daily, StandardCharsets.UTF_8);
        }
        String name = String.valueOf(daily.getFileName());
        int dot = name.lastIndexOf('.');
        String numbered =
                dot < 0 ? name + "-" + (number + 1) : name.substring(0, dot) + "-" + (number + 1) + name.substring(dot);
        return Files.newBufferedWriter(daily.resolveSibling(numbered), StandardCharsets.UTF_8);
    }
}
