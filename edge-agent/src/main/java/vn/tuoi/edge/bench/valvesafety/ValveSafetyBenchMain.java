package vn.tuoi.edge.bench.valvesafety;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.config.cli.OneLineRefusal;

/**
 * The command {@code tuoi bench valve-safety}: plays seeded schedules of faults against the irrigation controller and
 * counts violations of its invariants. A violation is told as it is found, with its seed; the figures come last as {@code
 * name: value unit}.
 */
@Command(
        name = "valve-safety",
        mixinStandardHelpOptions = true,
        description = "Plays schedules of faults against the irrigation controller and counts broken invariants.")
public final class ValveSafetyBenchMain implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final long PROGRESS_EVERY = 10_000;
    private static final int STEP_COST_DAYS = 2;
    private static final long MAX_SCHEDULES = 100_000_000;

    @Option(
            names = "--schedules",
            defaultValue = "100000",
            paramLabel = "N",
            description = "How many schedules. Default: ${DEFAULT-VALUE}.")
    private long schedules;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Seed of the first schedule; the others follow. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", paramLabel = "T", description = "Threads; as many as processors when absent.")
    private int threads = Runtime.getRuntime().availableProcessors();

    private final PrintWriter out;
    private final PrintWriter err;

    ValveSafetyBenchMain(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the benchmark and leaves the JVM with its exit code: 0 no violation, 1 violations, 2 wrong usage. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ValveSafetyBenchMain(out, err))
                .setParameterExceptionHandler(new OneLineRefusal())
                .setOut(out)
                .setErr(err)
                .execute(args);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (schedules < 1 || schedules > MAX_SCHEDULES) {
            err.println("--schedules: is " + schedules + ", must be 1 to " + MAX_SCHEDULES);
            return WRONG_USAGE;
        }
        if (threads < 1 || threads > 256) {
            err.println("--threads: is " + threads + ", must be 1 to 256");
            return WRONG_USAGE;
        }
        long beganNanos = System.nanoTime();
        Campaign.Result result = Campaign.run(
                seed,
                schedules,
                threads,
                (done, violations) -> {
                    if (done % PROGRESS_EVERY == 0) {
                        double minutes = (System.nanoTime() - beganNanos) / 60e9;
                        err.println(done + " of " + schedules + " schedules, " + violations + " violations, "
                                + rounded(done * Schedule.days() / minutes) + " farm-days a minute");
                    }
                },
                violation -> out.println("violation: " + violation));
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        print(result, seconds);
        return result.violations().isEmpty() ? DONE : FAILED;
    }

    private void print(Campaign.Result result, double seconds) {
        double days = result.schedules() * Schedule.days();
        result.faults()
                .forEach((kind, count) ->
                        figure("injected_" + kind.name().toLowerCase(Locale.ROOT), Long.toString(count), "faults"));
        figure("schedules", Long.toString(result.schedules()), "schedules");
        figure("schedules_on_files", Long.toString(result.onFiles()), "schedules");
        figure("steps", Long.toString(result.steps()), "steps");
        figure("simulated_time", rounded(days), "farm-days");
        figure("violations", Integer.toString(result.violations().size()), "violations");
        figure("worst_overrun", rounded(Math.max(0, result.worstOverrunMs()) / 1000.0), "s");
        figure("wall_time", rounded(seconds), "s");
        figure("rate", rounded(result.schedules() / seconds), "schedules/s");
        figure("farm_days_per_minute", rounded(days / seconds * 60), "farm-days/min");
        figure("faulty_days_per_minute", rounded(result.schedules() / seconds * 60), "farm-days/min");
        StepCost cost = StepCost.measure(STEP_COST_DAYS);
        figure("step_of_64_zones", rounded(cost.microseconds()), "us");
        figure("step_of_64_zones_allocates", Long.toString(Math.round(cost.bytes())), "bytes");
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void figure(String name, String value, String unit) {
        out.println(name + ": " + value + " " + unit);
    }
}
