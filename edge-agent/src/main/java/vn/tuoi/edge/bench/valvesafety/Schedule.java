package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.control.ControlEvent;

/**
 * One seeded story of a farm: its plan, its weather of faults and its people, around the real controller, until
 * everything has settled.
 */
final class Schedule {
    /** The time in which faults happen. */
    static final long DAY_MS = Duration.ofDays(1).toMillis();

    /** What still waits has its turn, or gives it up after twelve hours. */
    private static final long SETTLE_MS = Duration.ofHours(14).toMillis();

    static final Instant BEGIN = Instant.parse("2026-03-28T02:00:00Z");
    /** Europe's clocks change while the schedule lasts, at 01:00 UTC on the 29th. */
    private static final String CHANGING_ZONE = "Europe/Berlin";

    private static final int MAX_STEPS = 200_000;
    private static final long ONE_ON_FILES_OF = 256;

    private record Timed(long atMs, long order, Runnable what) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(order, other.order);
        }
    }

    private final long seed;
    private final PriorityQueue<Timed> queue = new PriorityQueue<>();
    private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    private final Field field;
    private final Relays relays = new Relays();
    private final FarmDraw draw;
    private final Invariants invariants;
    private final FarmProcess process;
    private final Faults weatherOfFaults;
    private final People people;
    private final Sensing sensing;
    private final SplittableRandom random;
    private final Disk disk;
    private Site site;
    private FarmPlan newestPlan;
    private long order;
    private long nowMs;
    private long clockOffsetMs;
    /** What the clock showed when it was last asked: several ask in every step. */
    private Instant shown = BEGIN;

    private long shownMs;
    private boolean trusted = true;
    private boolean settling;

    Schedule(long seed) {
        this(seed, onFiles(seed) ? Disk.onFiles() : Disk.inMemory());
    }

    Schedule(long seed, Disk disk) {
        this.seed = seed;
        this.disk = disk;
        random = new SplittableRandom(seed);
        draw = new FarmDraw(random.split());
        newestPlan = draw.farm();
        site = new Site(newestPlan);
        field = new Field(site, random.split(), relays);
        invariants = new Invariants(new Scene(seed, site, relays, field));
        process = new FarmProcess(this, newestPlan, disk, invariants, random.split());
        Weather weather = new Weather(random.split());
        sensing = new Sensing(this, weather, invariants, random.split());
        people = new People(this, process, invariants, random.split());
        weatherOfFaults = new Faults(this, process, weather, sensing, random.split());
    }

    /** Whether the farm of a seed has real files: few have, since encoding and writing every state is most of their cost. */
    static boolean onFiles(long seed) {
        return Long.remainderUnsigned(seed, ONE_ON_FILES_OF) == 0;
    }

    /** Farm time that a schedule covers, in days: that of the faults, and that of settling. */
    static double days() {
        return (DAY_MS + SETTLE_MS) / (double) DAY_MS;
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

    /** Plays it; once. */
    void run() {
        try (disk) {
            play();
        }
    }

    private void play() {
        if (newestPlan.timeZone().getId().equals(CHANGING_ZONE)) {
            count(FaultKind.CLOCK_CHANGE_OF_SEASON);
        }
        process.boot();
        people.begin();
        weatherOfFaults.begin();
        sensing.begin();
        playUntil(DAY_MS);
        settle();
        playUntil(DAY_MS + SETTLE_MS);
        process.restartIfEventsWait();
        process.end();
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
                throw new BrokenInvariant(
                        new Violation(seed, "no-livelock", nowMs, "more than " + MAX_STEPS + " steps"));
            }
        }
    }

    /** No more faults: everything is repaired, programs are taken away, and what runs has to end by itself. */
    private void settle() {
        settling = true;
        field.follow(nowMs);
        field.repair();
        clockOffsetMs = 0;
        trusted = true;
        process.disk().full(false);
        sensing.repair();
        process.powerOn();
        people.networkUp();
        process.restartIfEventsWait();
        process.say(new ControlEvent.MainsChanged(true));
        newestPlan = new FarmPlan(
                newestPlan.farm(),
                newestPlan.version() + 1,
                newestPlan.name(),
                newestPlan.timeZone(),
                newestPlan.latitude(),
                newestPlan.longitude(),
                newestPlan.elevationM(),
                newestPlan.afterMainsCut(),
                newestPlan.households(),
                newestPlan.sources(),
                newestPlan.zones().stream().map(Schedule::withoutProgram).toList());
        process.say(new ControlEvent.PlanReceived(newestPlan));
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

    /** What the farm's clock shows. */
    Instant wall() {
        long sinceBeginMs = nowMs + clockOffsetMs;
        if (sinceBeginMs != shownMs) {
            shownMs = sinceBeginMs;
            shown = BEGIN.plusMillis(sinceBeginMs);
        }
        return shown;
    }

    /** What the time really is. */
    Instant trueTime() {
        return BEGIN.plusMillis(nowMs);
    }

    boolean trusted() {
        return trusted;
    }

    void untrust() {
        trusted = false;
        count(FaultKind.CLOCK_UNTRUSTED);
        after(random.nextLong(Duration.ofHours(3).toMillis()), () -> trusted = true);
    }

    /** The clock is set wrong for some hours. */
    void jump(long byMs) {
        clockOffsetMs += byMs;
        after(random.nextLong(Duration.ofHours(8).toMillis()), () -> clockOffsetMs = 0);
    }

    void after(long inMs, Runnable what) {
        queue.add(new Timed(nowMs + inMs, order++, what));
    }

    void count(FaultKind kind) {
        faults.merge(kind, 1, Integer::sum);
    }

    boolean settling() {
        return settling;
    }

    // --- the farm ---

    Field field() {
        return field;
    }

    Relays relays() {
        return relays;
    }

    FarmProcess process() {
        return process;
    }

    /** The plan that the farm has applied. */
    Site site() {
        return site;
    }

    FarmPlan newestPlan() {
        return newestPlan;
    }

    boolean hasHandZones() {
        return site.hasHandZones();
    }

    /** The farm has applied a plan. */
    void applied(Site applied) {
        field.follow(nowMs);
        site = applied;
        field.plan(applied);
        invariants.plan(applied);
    }

    void changePlan() {
        newestPlan = draw.changed(newestPlan);
        people.deliver(() -> process.say(new ControlEvent.PlanReceived(newestPlan)));
    }

    /** What is retained for the farm comes as soon as it is connected. */
    void online() {
        people.deliver(() -> {
            if (newestPlan.version() > site.plan().version()) {
                process.say(new ControlEvent.PlanReceived(newestPlan));
            }
        });
    }

    void networkDown(long forMs) {
        people.networkDown(forMs);
    }

    boolean stationOpen(int station) {
        return station < Site.ZONES ? field.valveOpen(station) : relays.on(station);
    }

    void questioned(String zone, FarmState.Question question) {
        people.questioned(zone, question);
    }
}
