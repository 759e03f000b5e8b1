package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.control.ControlEvent;

/**
 * One seeded story of a farm: its plan, its weather of faults and its people, around the real controller, until
 * everything has settled.
 */
final class Schedule {
    /** A schedule's time, before it settles. */
    static final long DAYS_MS = Duration.ofDays(1).toMillis();

    private static final long SETTLE_MS = Duration.ofHours(14).toMillis();
    private static final Instant BEGIN = Instant.parse("2026-03-28T02:00:00Z");
    private static final long METER_MS = 30_000;
    private static final long PROBE_MS = 20 * 60_000;
    private static final int MAX_STEPS = 200_000;

    private record Timed(long atMs, long order, Runnable what) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(order, other.order);
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Timed> queue = new PriorityQueue<>();
    private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    private final Invariants invariants;
    private final Field field;
    private final FarmDraw draw;
    private final FarmProcess process;
    private final boolean reporting;
    private long order;
    private long nowMs;
    private long clockOffsetMs;
    private boolean trusted = true;
    private boolean metersSilent;
    private boolean settling;
    private FarmPlan newestPlan;

    Schedule(long seed) {
        random = new SplittableRandom(seed);
        invariants = new Invariants(seed);
        draw = new FarmDraw(random.split());
        newestPlan = draw.farm();
        field = new Field(newestPlan, random.split(), invariants);
        reporting = random.nextBoolean();
        process = new FarmProcess(this, invariants, random.split());
    }

    /** Farm time that a schedule covers. */
    static double days() {
        return (DAYS_MS + SETTLE_MS) / (double) Duration.ofDays(1).toMillis();
    }

    Map<FaultKind, Integer> faults() {
        return faults;
    }

    long worstOverrunMs() {
        return invariants.worstOverrunMs();
    }

    int steps() {
        return process.steps();
    }

    /** Plays it. */
    void run() {
        invariants.plan(newestPlan);
        process.start(newestPlan);
        people();
        weatherOfFaults();
        after(METER_MS, this::readMeters);
        after(PROBE_MS / 2, this::readProbes);
        playUntil(DAYS_MS);
        settle();
        playUntil(DAYS_MS + SETTLE_MS);
        invariants.end();
    }

    private void playUntil(long endMs) {
        while (true) {
            Timed next = queue.peek();
            long dueMs = process.deadlineMs();
            long atMs = Math.min(next == null ? Long.MAX_VALUE : next.atMs(), dueMs);
            if (atMs > endMs) {
                nowMs = endMs;
                return;
            }
            nowMs = Math.max(nowMs, atMs);
            if (next != null && next.atMs() <= dueMs) {
                queue.remove();
                next.what().run();
            } else {
                process.say(new ControlEvent.Tick());
            }
            if (process.steps() > MAX_STEPS) {
                throw new Invariants.Broken(
                        new Violation(0, "no-livelock", nowMs, "more than " + MAX_STEPS + " steps"));
            }
        }
    }

    /** No more faults: everything is repaired, programs are taken away, and what runs has to end by itself. */
    private void settle() {
        settling = true;
        field.leaking.clear();
        field.stuckClosed.clear();
        field.mains = true;
        trusted = true;
        metersSilent = false;
        process.powerOn();
        process.say(new ControlEvent.MainsChanged(true));
        FarmPlan current = newestPlan;
        FarmPlan quiet = new FarmPlan(
                current.farm(),
                current.version() + 1,
                current.name(),
                current.timeZone(),
                current.latitude(),
                current.longitude(),
                current.elevationM(),
                current.afterMainsCut(),
                current.households(),
                current.sources(),
                current.zones().stream().map(Schedule::withoutProgram).toList());
        newestPlan = quiet;
        process.say(new ControlEvent.PlanReceived(quiet));
    }

    private static Zone withoutProgram(Zone zone) {
        return new Zone(
                zone.id(),
                zone.name(),
                zone.mode(),
                zone.station(),
                zone.source(),
                zone.household(),
                zone.areaM2(),
                zone.crop(),
                zone.soil(),
                zone.slopePercent(),
                zone.plantedOn(),
                zone.flowLitresPerMinute(),
                zone.applicationEfficiency(),
                zone.maxMinutes(),
                zone.flowPoint(),
                zone.moisturePoint(),
                null);
    }

    // --- time ---

    long nowMs() {
        return nowMs;
    }

    Instant wall() {
        return BEGIN.plusMillis(nowMs + clockOffsetMs);
    }

    boolean trusted() {
        return trusted;
    }

    void untrust() {
        trusted = false;
        count(FaultKind.CLOCK_UNTRUSTED);
        after(random.nextLong(Duration.ofHours(3).toMillis()), () -> trusted = true);
    }

    void after(long inMs, Runnable what) {
        queue.add(new Timed(nowMs + inMs, order++, what));
    }

    private void at(FaultKind kind, double probability, Runnable what) {
        if (random.nextDouble() < probability) {
            after(random.nextLong(DAYS_MS), () -> {
                if (!settling) {
                    count(kind);
                    what.run();
                }
            });
        }
    }

    void count(FaultKind kind) {
        faults.merge(kind, 1, Integer::sum);
    }

    FarmPlan newestPlan() {
        return newestPlan;
    }

    boolean reporting() {
        return reporting;
    }

    Field field() {
        return field;
    }

    boolean settling() {
        return settling;
    }

    // --- faults ---

    private void weatherOfFaults() {
        for (int i = 0; i < 3; i++) {
            at(FaultKind.PROCESS_KILLED, 0.4, process::killSoon);
        }
        at(FaultKind.CLOCK_JUMP, 0.3, this::jump);
        at(FaultKind.CLOCK_JUMP, 0.3, this::jump);
        at(FaultKind.CLOCK_UNTRUSTED, 0.15, this::untrust);
        at(FaultKind.VALVE_STUCK_OPEN, 0.1, () -> stick(field.stuckOpen));
        at(FaultKind.VALVE_STUCK_CLOSED, 0.2, () -> stick(field.stuckClosed));
        at(FaultKind.VALVE_OPENED_OUTSIDE, 0.15, this::openOutside);
        at(FaultKind.PIPE_LEAK, 0.1, this::leak);
        at(FaultKind.SENSOR_SILENT, 0.15, this::silence);
        at(FaultKind.TANK_EMPTY, 0.3, () -> field.tankPercent.replaceAll((source, percent) -> 10.0));
        at(FaultKind.MAINS_CUT, 0.15, this::cutMains);
        at(FaultKind.PLAN_CHANGED, 0.3, this::changePlan);
        at(
                FaultKind.OVER_CURRENT,
                0.03,
                () -> anyValve().forEach(valve -> process.say(new ControlEvent.StationOverCurrent(valve))));
    }

    private void jump() {
        long[] spansMs = {60_000, 3_600_000, 86_400_000, 40L * 86_400_000};
        clockOffsetMs += (random.nextBoolean() ? 1 : -1) * random.nextLong(spansMs[random.nextInt(spansMs.length)]);
        after(random.nextLong(Duration.ofHours(8).toMillis()), () -> clockOffsetMs = 0);
    }

    private List<String> anyValve() {
        List<String> valves = new ArrayList<>();
        for (Zone zone : newestPlan.zones()) {
            if (zone.station() != null) {
                valves.add(zone.station());
            }
        }
        return valves.isEmpty() ? valves : List.of(valves.get(random.nextInt(valves.size())));
    }

    private void stick(java.util.Set<String> how) {
        List<String> valves = anyValve();
        how.addAll(valves);
        after(random.nextLong(Duration.ofHours(6).toMillis()), () -> how.removeAll(valves));
    }

    private void openOutside() {
        for (String valve : anyValve()) {
            if (!invariants.relayOn(valve)) {
                field.openedOutside.add(valve);
                if (reporting) {
                    process.say(new ControlEvent.StationReported(valve, true));
                }
            }
        }
    }

    private void leak() {
        String source = newestPlan.sources().get(0).id();
        field.leaking.add(source);
        after(Duration.ofHours(1).toMillis(), () -> field.leaking.remove(source));
    }

    private void silence() {
        metersSilent = true;
        after(random.nextLong(Duration.ofHours(12).toMillis()), () -> metersSilent = false);
    }

    private void cutMains() {
        field.mains = false;
        process.say(new ControlEvent.MainsChanged(false));
        after(random.nextLong(Duration.ofHours(5).toMillis()), () -> {
            field.mains = true;
            process.say(new ControlEvent.MainsChanged(true));
        });
    }

    private void changePlan() {
        newestPlan = draw.changed(newestPlan);
        process.say(new ControlEvent.PlanReceived(newestPlan));
    }

    // --- what the field says ---

    private void readMeters() {
        field.follow(nowMs);
        boolean busy = false;
        FarmPlan plan = process.plan();
        for (WaterSource source : plan.sources()) {
            double flow = field.sourceFlow(source);
            boolean asks = field.asksFor(source);
            busy |= asks || flow > 0;
            String meter = source.flowPoint();
            if (meter != null) {
                boolean speaks = !metersSilent && (asks || flow > 0 || nowMs % 600_000 < METER_MS);
                if (speaks) {
                    give(meter, field.metered(flow));
                }
                invariants.meterRead(meter, flow, speaks && process.alive() && field.asksFor(source));
            }
        }
        for (Zone zone : plan.zones()) {
            double flow = field.zoneFlow(zone);
            if (zone.flowPoint() != null && !metersSilent && (flow > 0 || invariants.relayOn(zone.station()))) {
                give(zone.flowPoint(), field.metered(flow));
            }
        }
        after(busy ? METER_MS : 120_000, this::readMeters);
    }

    private void readProbes() {
        field.follow(nowMs);
        FarmPlan plan = process.plan();
        for (WaterSource source : plan.sources()) {
            Double percent = field.tank(source);
            if (percent != null && source.tankPoint() != null) {
                give(source.tankPoint(), percent);
                if (process.alive()) {
                    invariants.tankRead(source, percent);
                }
            }
        }
        for (Zone zone : plan.zones()) {
            if (!metersSilent
                    && zone.program() != null
                    && !zone.program().type().equals("calendar")) {
                give(zone.soilMoisturePoint(), field.moisture(zone));
                give(zone.id() + "/water_level", field.levelCm(zone));
            }
        }
        after(PROBE_MS, this::readProbes);
    }

    private void give(String point, double value) {
        process.say(new ControlEvent.ReadingTaken(point, value, wall()));
    }

    // --- people ---

    private void people() {
        for (int i = random.nextInt(8); i > 0; i--) {
            after(random.nextLong(DAYS_MS), () -> ask(command()));
        }
    }

    private Command command() {
        Instant now = BEGIN.plusMillis(nowMs);
        Instant expires = now.plusSeconds(30 + random.nextInt(3_600));
        UUID id = new UUID(random.nextLong(), random.nextLong());
        List<Zone> zones = newestPlan.zones();
        String zone = zones.get(random.nextInt(zones.size())).id();
        return switch (random.nextInt(12)) {
            case 0 -> Command.stop(id, zone, now, expires, "0912");
            case 1 -> Command.stopAll(id, now, expires, "0912");
            case 2 ->
                Command.hold(
                        id,
                        random.nextBoolean() ? null : zone,
                        now.plusSeconds(random.nextInt(40_000)),
                        now,
                        expires,
                        "0912");
            case 3 -> Command.resume(id, null, now, expires, "0912");
            case 4, 5 -> Command.waterLitres(id, zone, 10 + random.nextInt(900), now, expires, "0912");
            default -> Command.waterMinutes(id, zone, 0.2 + random.nextInt(90), now, expires, "0912");
        };
    }

    private void ask(Command command) {
        long delayMs = random.nextInt(3_000);
        if (random.nextInt(5) == 0) {
            delayMs = random.nextLong(Duration.ofHours(2).toMillis());
            count(FaultKind.COMMAND_LATE);
        }
        after(delayMs, () -> process.command(command));
        if (random.nextInt(3) == 0) {
            count(FaultKind.COMMAND_REPEATED);
            after(delayMs + random.nextLong(Duration.ofMinutes(90).toMillis()), () -> process.command(command));
        }
    }

    /** A person sees a question on the phone, and acts on it sooner, later or never. */
    void questioned(String zone, String question, List<String> answers) {
        if (random.nextInt(4) == 0) {
            return;
        }
        String answer = answers.get(random.nextInt(answers.size()));
        after(random.nextLong(Duration.ofMinutes(45).toMillis()), () -> {
            Instant now = BEGIN.plusMillis(nowMs);
            UUID id = new UUID(random.nextLong(), random.nextLong());
            if (!process.asks(zone, question)) {
                return; // the phone does not show it any more
            }
            if (answer.equals("started")) {
                field.handOpen.add(zone);
            } else if (answer.equals("done")) {
                field.handOpen.remove(zone);
                invariants.handClosed(zone);
            }
            process.command(new Command(
                    id,
                    Command.Type.ASK_ANSWER,
                    zone,
                    null,
                    null,
                    null,
                    question,
                    answer,
                    null,
                    now,
                    now.plusSeconds(600),
                    "0912"));
        });
    }
}
