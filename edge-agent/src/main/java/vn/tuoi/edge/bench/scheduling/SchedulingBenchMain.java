package vn.tuoi.edge.bench.scheduling;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.MonthDay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherFormatException;
import vn.tuoi.config.cli.OneLineRefusal;

/**
 * The command {@code tuoi bench scheduling}: the water that ways of scheduling need at equal adequacy, over every season of real daily
 * series of two climates. A table of all comes first, the figures last as {@code name: value unit}.
 */
@Command(
        name = "scheduling",
        mixinStandardHelpOptions = true,
        description =
                "Water that a fixed timer, a moisture threshold, a balance, a balance with an imperfect forecast and an oracle need"
                        + " for the same adequacy.")
public final class SchedulingBenchMain implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int WRONG_USAGE = 2;

    @Option(
            names = "--weather",
            required = true,
            paramLabel = "DIR",
            description = "Directory of hyderabad.csv and maricopa.csv.")
    private Path weather = Path.of("");

    @Option(
            names = "--adequacy",
            defaultValue = "99",
            description = "Adequacy to reach, %%. Default: ${DEFAULT-VALUE}.")
    private double adequacyPercent;

    private final PrintWriter out;
    private final PrintWriter err;

    SchedulingBenchMain(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the benchmark and leaves the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new SchedulingBenchMain(out, err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .setOverwrittenOptionsAllowed(true)
                .setOut(out)
                .setErr(err)
                .execute(args);
    }

    @Override
    public Integer call() {
        if (!(adequacyPercent > 50 && adequacyPercent <= 100)) {
            err.println("--adequacy: is " + adequacyPercent + " %, must be above 50 and at most 100 %");
            return WRONG_USAGE;
        }
        try {
            Scenario.Climate humid = Scenario.Climate.read(weather.resolve("hyderabad.csv"), Site.inland(17.4, 545));
            Scenario.Climate desert = Scenario.Climate.read(weather.resolve("maricopa.csv"), Site.inland(33.069, 361));
            Figures figures = new Figures();
            for (Scenario scenario : List.of(
                    humid.scenario("humid-tea", "tea_unshaded", "clay", 1, MonthDay.of(1, 1)),
                    humid.scenario("humid-tomato", "tomato", "loam", 0.35, MonthDay.of(10, 15)),
                    humid.scenario("humid-greens", "lettuce_leafy", "loam", 1, MonthDay.of(7, 1)),
                    humid.scenario("humid-maize", "maize_grain", "loam", 1, MonthDay.of(6, 15)),
                    desert.scenario("desert-tomato", "tomato", "loam", 0.35, MonthDay.of(3, 1)),
                    desert.scenario("desert-greens", "lettuce_leafy", "sandy_loam", 1, MonthDay.of(9, 15)))) {
                upland(scenario, figures);
            }
            rice(humid.scenario("humid-rice", "rice_paddy", "silty_clay", 1, MonthDay.of(6, 20)), figures);
            figures.print(out);
            return DONE;
        } catch (IOException unreadable) {
            err.println("--weather: " + unreadable.getMessage() + " cannot be read");
            return WRONG_USAGE;
        } catch (WeatherFormatException malformed) {
            err.println("--weather: " + malformed.getMessage());
            return WRONG_USAGE;
        }
    }

    private void upland(Scenario scenario, Figures figures) {
        Ways ways = new Ways(scenario);
        Map<String, Dial> dials = new LinkedHashMap<>();
        dials.put("timer", ways.timer());
        dials.put("moisture", ways.moisture());
        dials.put("balance", ways.balance());
        dials.put("forecast", ways.forecast());
        dials.put("oracle", ways.oracle());
        heading(scenario);
        dials.forEach((way, dial) -> show(way, dial.at(adequacyPercent)));
        Optional<Score> shipped = ways.forecastAsShipped().at(0);
        show("shipped", shipped);
        figures.add(scenario, dials, shipped.orElseThrow(), adequacyPercent);
    }

    private void rice(Scenario scenario, Figures figures) {
        RiceTrial trial = new RiceTrial(scenario);
        heading(scenario);
        Optional<Score> timer = trial.timer().at(adequacyPercent);
        show("timer", timer);
        Optional<Score> flooded = trial.regime("continuous").at(0);
        show("flooded", flooded);
        show("extension", trial.regime("vietnam_extension").at(0));
        Optional<Score> awd = trial.regime("safe_awd").at(0);
        show("safe AWD", awd);
        figures.rice(scenario.name(), flooded.orElseThrow(), awd.orElseThrow());
    }

    private void heading(Scenario scenario) {
        out.printf(
                Locale.ROOT,
                "%n%s: %d seasons of %d days, mean of a season at adequacy of at least %.1f %%%n",
                scenario.name(),
                scenario.seasons().size(),
                scenario.seasons().get(0).climates().size(),
                adequacyPercent);
        out.printf(
                Locale.ROOT,
                "  %-10s %9s %9s %7s %9s %6s  %s%n",
                "way",
                "water mm",
                "adequacy",
                "stress",
                "drained",
                "runs",
                "setting");
        out.flush();
    }

    private void show(String way, Optional<Score> score) {
        score.ifPresentOrElse(
                s -> out.printf(
                        Locale.ROOT,
                        "  %-10s %9.1f %8.2f%% %7.1f %9.1f %6.1f  %s%n",
                        way,
                        s.irrigationMm(),
                        s.adequacyPercent(),
                        s.stressDays(),
                        s.deepPercolationMm(),
                        s.runs(),
                        s.setting()),
                () -> out.printf(Locale.ROOT, "  %-10s reaches it with no setting%n", way));
        out.flush();
    }
}
