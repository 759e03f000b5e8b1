package vn.tuoi.edge.bench.valvesafety;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Many schedules one after the other on several threads; stops early once it has seen enough violations. */
final class Campaign {
    private static final int ENOUGH_VIOLATIONS = 250;

    /**
     * What a campaign found.
     *
     * @param schedules played to their end or to their violation
     * @param onFiles how many of them had their state in real files
     * @param steps steps of the controller
     * @param faults injected, by kind
     * @param violations at most {@link #ENOUGH_VIOLATIONS} a thread, the lowest seeds first
     * @param worstOverrunMs longest time that a valve was open beyond its limit; negative or 0 when none was
     */
    record Result(
            long schedules,
            long onFiles,
            long steps,
            Map<FaultKind, Long> faults,
            List<Violation> violations,
            long worstOverrunMs) {}

    /** How far a campaign has come. */
    @FunctionalInterface
    interface Progress {
        void done(long schedules, long violations);
    }

    private Campaign() {}

    /**
     * Plays the schedules with the seeds {@code firstSeed} and on.
     *
     * @param progress told now and then, from any thread
     * @param violated told each violation as it is found, from any thread
     */
    static Result run(long firstSeed, long schedules, int threads, Progress progress, Consumer<Violation> violated)
            throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicLong found = new AtomicLong();
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Worker worker = new Worker(next, found, firstSeed, schedules, progress, violated);
            workers.add(worker);
            worker.start();
        }
        Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
        List<Violation> violations = new ArrayList<>();
        long steps = 0;
        long played = 0;
        long onFiles = 0;
        long worst = Long.MIN_VALUE;
        for (Worker worker : workers) {
            worker.join();
            steps += worker.steps;
            played += worker.played;
            onFiles += worker.onFiles;
            worst = Math.max(worst, worker.worstOverrunMs);
            violations.addAll(worker.violations);
            worker.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
        }
        violations.sort((a, b) -> Long.compare(a.seed(), b.seed()));
        return new Result(played, onFiles, steps, faults, violations, worst);
    }

    /** Plays schedules until one is broken, and gives how many were: 0 or 1. */
    static int violations(long firstSeed, long schedules) {
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            if (!replay(seed).isEmpty()) {
                return 1;
            }
        }
        return 0;
    }

    /** Plays one schedule and gives its violation, an unexpected exception being one too. */
    static List<Violation> replay(long seed) {
        Worker worker =
                new Worker(new AtomicLong(), new AtomicLong(), seed, 1, (done, violations) -> {}, violation -> {});
        worker.play(seed);
        return worker.violations;
    }

    private static final class Worker extends Thread {
        private final AtomicLong next;
        private final AtomicLong found;
        private final long firstSeed;
        private final long schedules;
        private final Progress progress;
        private final Consumer<Violation> violated;
        private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
        private final List<Violation> violations = new ArrayList<>();
        private long steps;
        private long played;
        private long onFiles;
        private long worstOverrunMs = Long.MIN_VALUE;

        Worker(
                AtomicLong next,
                AtomicLong found,
                long firstSeed,
                long schedules,
                Progress progress,
                Consumer<Violation> violated) {
            super("valve-safety");
            this.next = next;
            this.found = found;
            this.firstSeed = firstSeed;
            this.schedules = schedules;
            this.progress = progress;
            this.violated = violated;
        }

        @Override
        public void run() {
            for (long i = next.getAndIncrement(); i < schedules; i = next.getAndIncrement()) {
                if (violations.size() >= ENOUGH_VIOLATIONS) {
                    return;
                }
                play(firstSeed + i);
                if (i % 1_000 == 999) {
                    progress.done(i + 1, found.get());
                }
            }
        }

        private void play(long seed) {
            Schedule schedule = new Schedule(seed);
            try {
                schedule.run();
            } catch (BrokenInvariant broken) {
                broken(broken.violation());
            } catch (RuntimeException e) {
                broken(new Violation(seed, "no-exception", schedule.nowMs(), trace(e)));
            }
            played++;
            onFiles += Schedule.onFiles(seed) ? 1 : 0;
            steps += schedule.steps();
            worstOverrunMs = Math.max(worstOverrunMs, schedule.worstOverrunMs());
            schedule.faults().forEach((kind, count) -> faults.merge(kind, (long) count, Long::sum));
        }

        private void broken(Violation violation) {
            violations.add(violation);
            found.incrementAndGet();
            violated.accept(violation);
        }

        private static String trace(RuntimeException e) {
            StringBuilder text = new StringBuilder(e.toString());
            StackTraceElement[] frames = e.getStackTrace();
            for (int i = 0; i < Math.min(6, frames.length); i++) {
                text.append(" < ").append(frames[i]);
            }
            return text.toString();
        }
    }
}
