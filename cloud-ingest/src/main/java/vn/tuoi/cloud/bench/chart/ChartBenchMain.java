package vn.tuoi.cloud.bench.chart;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.tuoi.cloud.metrics.Metrics;
import vn.tuoi.cloud.timeseries.ReadingBatch;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.SeriesQuery;
import vn.tuoi.cloud.timeseries.StoreKeeper;
import vn.tuoi.cloud.timeseries.StoreUnavailable;
import vn.tuoi.cloud.timeseries.TelemetryStore;
import vn.tuoi.cloud.timeseries.sqlite.SqliteTelemetryStore;
import vn.tuoi.config.cli.OneLineRefusal;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.topic.FarmId;

/**
 * How long charts take from the SQLite store while a province's readings come in, and whether a write and a look at the
 * latest values cost the same with few series as with a million.
 */
@Command(
        name = "chart",
        description = "Charts of 30 days and a year while readings come in; cost of latest values by number of series.",
        mixinStandardHelpOptions = true)
public final class ChartBenchMain implements Callable<Integer> {
    private static final int POINTS = 8;
    private static final int DAYS = 365;
    private static final int MESSAGES_PER_SECOND = 222;
    private static final int FLEET = 13_300;
    private static final int BUCKETS = 1_000;
    private static final long MINUTE_MS = 60_000;
    private static final FarmId FARM = new FarmId("chart");

    @Option(names = "--queries", defaultValue = "500", description = "Charts of each kind. Default: ${DEFAULT-VALUE}")
    private int queries;

    @Option(
            names = "--series",
            split = ",",
            defaultValue = "10000,100000,1000000",
            description = "Numbers of series to compare. Default: ${DEFAULT-VALUE}")
    private int[] series = {};

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "Rounds of writes, in turn. Default: ${DEFAULT-VALUE}")
    private int rounds;

    private ChartBenchMain() {}

    public static void main(String[] arguments) {
        StderrLog.install(Level.WARNING);
        System.exit(new CommandLine(new ChartBenchMain())
                .setParameterExceptionHandler(new OneLineRefusal())
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, StoreUnavailable, InterruptedException {
        Path folder = Files.createTempDirectory("tuoi-bench-chart");
        try {
            measureCharts(folder);
            measureLatest(folder);
        } finally {
            delete(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%s: %.3f %s%n", name, value, unit);
    }

    private static TelemetryStore open(Path file) throws StoreUnavailable {
        return SqliteTelemetryStore.open(file, Retention.ofDays(3_660), InstantSource.system());
    }

    private void measureCharts(Path folder) throws StoreUnavailable, InterruptedException {
        Path file = folder.resolve("charts.db");
        try (TelemetryStore store = open(file)) {
            fill(store);
            registerFleet(store);
            try (StoreKeeper keeper = StoreKeeper.start(store, InstantSource.system(), new Metrics())) {
                Ingest ingest = new Ingest(store);
                Thread writer = new Thread(ingest, "ingest");
                writer.start();
                try {
                    charts(store, Duration.ofDays(1), Math.max(1, queries / 10));
                    chart("month_1000_buckets", charts(store, Duration.ofDays(30), queries));
                    chart("year_1000_buckets", charts(store, Duration.ofDays(DAYS), queries));
                    chart("year_366_buckets", chartsOf(store, Duration.ofDays(DAYS), queries, DAYS + 1));
                    chart("day_1000_buckets", charts(store, Duration.ofDays(1), queries));
                } finally {
                    ingest.ending = true;
                    writer.join();
                }
                print("ingest_while_charts", ingest.messages / ingest.seconds, "messages/s");
                print("ingest_cpu", ingest.cpuMicros / Math.max(1, ingest.messages), "us/message");
            }
        }
    }

    private static void fill(TelemetryStore store) throws StoreUnavailable {
        SplittableRandom random = new SplittableRandom(1);
        long endMs = Instant.now().toEpochMilli() / MINUTE_MS * MINUTE_MS;
        ReadingBatch batch = new ReadingBatch();
        long began = cpuNanos();
        long rows = 0;
        for (int day = DAYS; day > 0; day--) {
            batch.clear();
            for (int minute = 0; minute < 1_440; minute++) {
                for (int point = 0; point < POINTS; point++) {
                    long atMs = endMs - (day * 1_440L - minute) * MINUTE_MS;
                    batch.add(FARM.value(), "p" + point, "/", atMs, random.nextDouble());
                }
            }
            store.write(batch);
            rows += batch.size();
        }
        System.err.printf(Locale.ROOT, "filled: %.2f us CPU a row%n", (cpuNanos() - began) / 1e3 / rows);
        long beganUpkeep = cpuNanos();
        long hours = 0;
        boolean more = true;
        while (more) {
            var upkeep = store.upkeep();
            hours += upkeep.rolledHours();
            more = upkeep.more();
        }
        System.err.printf(
                Locale.ROOT, "rolled up: %.2f us CPU an hour of a series%n", (cpuNanos() - beganUpkeep) / 1e3 / hours);
    }

    /** Farms send for long before anybody looks. */
    private static void registerFleet(TelemetryStore store) throws StoreUnavailable {
        ReadingBatch batch = new ReadingBatch();
        for (int farm = 0; farm < FLEET; farm++) {
            for (int point = 0; point < POINTS; point++) {
                batch.add("farm-" + farm, "p" + point, "/", System.currentTimeMillis() - MINUTE_MS, point);
            }
        }
        store.write(batch);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What each chart took: as people wait, and of a core. */
    private static final class Times {
        private final double[] wallMs;
        private final double[] cpuMs;

        Times(int charts) {
            this.wallMs = new double[charts];
            this.cpuMs = new double[charts];
        }
    }

    private static Times charts(TelemetryStore store, Duration range, int queries) throws StoreUnavailable {
        return chartsOf(store, range, queries, BUCKETS);
    }

    /** With pauses of random length between them, as people ask. */
    private static Times chartsOf(TelemetryStore store, Duration range, int queries, int buckets)
            throws StoreUnavailable {
        SplittableRandom random = new SplittableRandom(2);
        Times times = new Times(queries);
        for (int i = 0; i < queries; i++) {
            LockSupport.parkNanos(random.nextLong(20_000_000));
            Instant to = Instant.now();
            SeriesQuery query = new SeriesQuery(FARM, "p" + random.nextInt(POINTS), to.minus(range), to, buckets);
            long beganCpu = cpuNanos();
            long began = System.nanoTime();
            int found = store.series(query).buckets().size();
            times.wallMs[i] = (System.nanoTime() - began) / 1e6;
            times.cpuMs[i] = (cpuNanos() - beganCpu) / 1e6;
            if (found == 0) {
                throw new IllegalStateException("an empty chart");
            }
        }
        return times;
    }

    private static void chart(String name, Times times) {
        Arrays.sort(times.wallMs);
        Arrays.sort(times.cpuMs);
        print(name + "_p50", percentile(times.wallMs, 50), "ms");
        print(name + "_p99", percentile(times.wallMs, 99), "ms");
        print(name + "_cpu_p50", percentile(times.cpuMs, 50), "ms");
        print(name + "_cpu_p99", percentile(times.cpuMs, 99), "ms");
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** A province's messages at their times, however long a write takes; a write takes what has come by then. */
    private static final class Ingest implements Runnable {
        private final TelemetryStore store;
        private final ReadingBatch batch = new ReadingBatch();
        private volatile boolean ending;
        private long messages;
        private double cpuMicros;
        private double seconds;

        Ingest(TelemetryStore store) {
            this.store = store;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            long beganCpu = cpuNanos();
            try {
                while (!ending) {
                    long due = (System.nanoTime() - began) * MESSAGES_PER_SECOND / TimeUnit.SECONDS.toNanos(1);
                    if (due <= messages) {
                        LockSupport.parkNanos(5_000_000);
                        continue;
                    }
                    batch.clear();
                    long nowMs = System.currentTimeMillis();
                    for (; messages < due; messages++) {
                        String farm = "farm-" + messages % FLEET;
                        for (int point = 0; point < POINTS; point++) {
                            batch.add(farm, "p" + point, "/", nowMs, point);
                        }
                    }
                    store.write(batch);
                }
            } catch (StoreUnavailable e) {
                throw new IllegalStateException(e);
            } finally {
                cpuMicros = (cpuNanos() - beganCpu) / 1e3;
                seconds = (System.nanoTime() - began) / 1e9;
            }
        }
    }

    /** A store with so many series. */
    private static final class Fleet implements AutoCloseable {
        private final int series;
        private final TelemetryStore store;
        private final SplittableRandom random = new SplittableRandom(3);
        private final ReadingBatch batch = new ReadingBatch();
        private final List<Double> writeMicros = new ArrayList<>();
        private final List<Double> writeFewMicros = new ArrayList<>();
        private final List<Double> readMicros = new ArrayList<>();
        private long timeMs = System.currentTimeMillis();

        Fleet(Path folder, int series) throws StoreUnavailable {
            this.series = series;
            this.store = open(folder.resolve("fleet-" + series + ".db"));
            for (int first = 0; first < series; first += BUCKETS * POINTS) {
                batch.clear();
                for (int i = first; i < Math.min(series, first + BUCKETS * POINTS); i++) {
                    add(i);
                }
                store.write(batch);
            }
        }

        private void add(int number) {
            batch.add("farm-" + number / POINTS, "p" + number % POINTS, "/", timeMs, number);
        }

        /** Messages of farms at random, a minute after the last ones: of all farms, then of as many as the first fleet has. */
        void round(int fewFarms) throws StoreUnavailable {
            writeMicros.add(write(series / POINTS));
            writeFewMicros.add(write(fewFarms));
            long began = cpuNanos();
            for (int i = 0; i < 200; i++) {
                store.latest(new FarmId("farm-" + random.nextInt(series / POINTS)));
            }
            readMicros.add((cpuNanos() - began) / 1e3 / 200);
        }

        /** CPU a row of messages from the first {@code farms}. */
        private double write(int farms) throws StoreUnavailable {
            timeMs += MINUTE_MS;
            long rows = 0;
            long nanos = 0;
            for (int i = 0; i < 5; i++) {
                batch.clear();
                for (int message = 0; message < BUCKETS; message++) {
                    int farm = random.nextInt(farms);
                    for (int point = 0; point < POINTS; point++) {
                        add(farm * POINTS + point);
                    }
                }
                long began = cpuNanos();
                store.write(batch);
                nanos += cpuNanos() - began;
                rows += batch.size();
            }
            return nanos / 1e3 / rows;
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private void measureLatest(Path folder) throws StoreUnavailable {
        List<Fleet> fleets = new ArrayList<>();
        try {
            for (int count : series) {
                fleets.add(new Fleet(folder, count));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Fleet fleet : fleets) {
                    fleet.round(series[0] / POINTS);
                }
            }
            for (Fleet fleet : fleets) {
                print("write_cpu_at_" + fleet.series + "_series", median(fleet.writeMicros), "us/row");
                print("write_of_same_farms_cpu_at_" + fleet.series + "_series", median(fleet.writeFewMicros), "us/row");
                print("latest_cpu_at_" + fleet.series + "_series", median(fleet.readMicros), "us/farm");
            }
            Fleet first = fleets.get(0);
            Fleet last = fleets.get(fleets.size() - 1);
            print("write_ratio_last_to_first", median(last.writeMicros) / median(first.writeMicros), "times");
            print("write_of_same_farms_ratio", median(last.writeFewMicros) / median(first.writeFewMicros), "times");
            print("latest_ratio_last_to_first", median(last.readMicros) / median(first.readMicros), "times");
        } finally {
            fleets.forEach(Fleet::close);
        }
    }

    /** Without the first round, which warms up. */
    private static double median(List<Double> values) {
        double[] sorted = values.stream()
                .skip(1)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
