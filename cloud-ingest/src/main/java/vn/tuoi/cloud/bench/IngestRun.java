package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.senml.SenmlFormat;

/** One measurement of a pipeline: warm it up under load, measure, and count what became of everything. */
final class IngestRun {
    private static final int POLL_MS = 50;
    private static final Duration DRAIN = Duration.ofSeconds(90);

    private IngestRun() {}

    /**
     * The load.
     *
     * @param poisonEvery every so many messages is broken; 0 for none
     * @param perSecond messages a second; as many as go through when it is more than that
     * @param backlog how many messages may wait between generator and store; then the generator holds back
     */
    record Load(int farms, int zones, int burst, SenmlFormat format, int poisonEvery, double perSecond, long backlog) {
        Load withPoisonEvery(int messages) {
            return new Load(farms, zones, burst, format, messages, perSecond, backlog);
        }
    }

    /** How long, seconds. */
    record Length(int warmUpSeconds, int seconds) {}

    /**
     * What was found.
     *
     * @param rowsPerSecond readings stored a second
     * @param cpuMicros CPU of the pipeline a message, microseconds
     * @param compilerMicros of which its JVM's compilers: what it will not cost later
     * @param databaseMicros CPU of its database a message
     * @param sent messages sent from the first to the last, warm-up included; and so on for the other counts
     * @param poisoned of which broken
     * @param confirmed taken by the broker
     * @param acknowledged told to the farms as stored; 0 for a pipeline that tells nothing
     * @param found readings found in the store
     * @param storedMicros from due to told as stored
     * @param latenessMicros how late the generator was
     */
    record Result(
            double rowsPerSecond,
            double cpuMicros,
            double compilerMicros,
            double databaseMicros,
            long sent,
            long poisoned,
            long confirmed,
            long acknowledged,
            long found,
            Histogram storedMicros,
            Histogram latenessMicros) {
        /** Readings that a second of the pipeline's CPU stores, its database's not counted: the same on a busy machine. */
        double rowsPerCpuSecond() {
            return FarmMessages.READINGS * 1e6 / cpuMicros;
        }

        String counts() {
            return sent + " messages sent, " + confirmed + " confirmed by the broker, " + acknowledged
                    + " acknowledged to the farms, " + found + " readings found";
        }

        /** Whether nothing was lost and nothing was stored twice. */
        boolean agrees(boolean acknowledges) {
            return confirmed == sent
                    && found == (sent - poisoned) * FarmMessages.READINGS
                    && (!acknowledges || acknowledged == sent);
        }
    }

    private record Snapshot(long nanos, long stored, long cpuMicros, long compilerMicros, long databaseMicros) {
        static Snapshot of(Pipeline pipeline) throws IOException {
            return new Snapshot(
                    System.nanoTime(),
                    pipeline.stored(),
                    Pipeline.cpuMicros(pipeline.processes()),
                    Pipeline.compilerMicros(pipeline.processes()),
                    Pipeline.cpuMicros(pipeline.databases()));
        }
    }

    /** Runs a load through a pipeline that has just been started at the broker on {@code mqttPort}. */
    static Result measure(Pipeline pipeline, int mqttPort, Load load, Length length, boolean acknowledges)
            throws IOException, InterruptedException {
        long limit = (long) (load.perSecond() * (length.warmUpSeconds() + length.seconds() + 5));
        FarmMessages messages = new FarmMessages(load, System.currentTimeMillis(), limit);
        // what comes back to the farms costs nothing to count; a metrics page twenty times a second does
        boolean asks = !acknowledges || !pipeline.databases().isEmpty();
        try (Progress progress = new Progress(pipeline, asks);
                LoadLoop loop = new LoadLoop(mqttPort);
                IngestLoad generator = new IngestLoad(
                        loop, messages, load.perSecond(), limit, load.backlog(), acknowledges, progress::messages)) {
            generator.connect("tuoi-bench", "any");
            generator.start();
            TimeUnit.SECONDS.sleep(length.warmUpSeconds());
            generator.forget();
            Snapshot before = Snapshot.of(pipeline);
            TimeUnit.SECONDS.sleep(length.seconds());
            Snapshot after = Snapshot.of(pipeline);
            Histogram stored = generator.storedMicros();
            Histogram lateness = generator.latenessMicros();
            generator.stop();
            awaitAll(generator, progress, acknowledges);
            double readings = Math.max(1, after.stored() - before.stored());
            double messagesTaken = readings / FarmMessages.READINGS;
            return new Result(
                    readings * 1e9 / (after.nanos() - before.nanos()),
                    (after.cpuMicros() - before.cpuMicros()) / messagesTaken,
                    // a compiler thread with nothing to do may end, and its time with it
                    Math.max(0, after.compilerMicros() - before.compilerMicros()) / messagesTaken,
                    (after.databaseMicros() - before.databaseMicros()) / messagesTaken,
                    generator.sent(),
                    messages.poisoned(generator.sent()),
                    generator.confirmed(),
                    generator.acknowledged(),
                    pipeline.found(),
                    stored,
                    lateness);
        }
    }

    private static void awaitAll(IngestLoad generator, Progress progress, boolean acknowledges)
            throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        while (System.nanoTime() - deadline < 0
                && (generator.confirmed() < generator.sent()
                        || (acknowledges ? generator.acknowledged() : progress.messages()) < generator.sent())) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** Asks a pipeline again and again what it has stored, so that the generator need not. */
    private static final class Progress implements AutoCloseable {
        private final Pipeline pipeline;
        private final AtomicLong messages = new AtomicLong();
        private final Thread thread;
        private volatile boolean ended;
        private volatile @Nullable IOException failure;

        /** @param asks false when nobody will want to know */
        Progress(Pipeline pipeline, boolean asks) {
            this.pipeline = pipeline;
            this.thread = new Thread(this::run, "progress");
            thread.setDaemon(true);
            if (asks) {
                thread.start();
            }
        }

        private void run() {
            try {
                while (!ended) {
                    messages.set(pipeline.stored() / FarmMessages.READINGS);
                    TimeUnit.MILLISECONDS.sleep(POLL_MS);
                }
            } catch (IOException e) {
                failure = e;
            } catch (InterruptedException e) {
                // closed
            }
        }

        long messages() {
            IOException failed = failure;
            if (failed != null) {
                throw new IllegalStateException("the pipeline cannot be asked any more", failed);
            }
            return messages.get();
        }

        @Override
        public void close() {
            ended = true;
            thread.interrupt();
        }
    }
}
