package vn.tuoi.edge.bench.valvesafety;

import java.time.Duration;
import java.util.SplittableRandom;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.edge.control.ControlEvent;

/** The faults of one schedule: which of them come, and when. */
final class Faults {
    private static final int NO_VALVE = -1;

    private final Schedule world;
    private final FarmProcess process;
    private final Weather weather;
    private final Sensing sensing;
    private final Field field;
    private final SplittableRandom random;

    Faults(Schedule world, FarmProcess process, Weather weather, Sensing sensing, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.weather = weather;
        this.sensing = sensing;
        this.field = world.field();
        this.random = random;
    }

    void begin() {
        for (int i = 0; i < 3; i++) {
            at(FaultKind.PROCESS_KILLED, 0.4, process::killSoon);
        }
        at(FaultKind.CLOCK_JUMP, 0.3, this::jump);
        at(FaultKind.CLOCK_JUMP, 0.3, this::jump);
        maybe(0.15, world::untrust);
        at(FaultKind.MAINS_CUT, 0.15, this::cutMains);
        at(FaultKind.DISK_FULL, 0.08, this::fillDisk);
        at(FaultKind.DISK_WRITE_TORN, 0.08, process::killTorn);
        at(FaultKind.NETWORK_DOWN, 0.2, () -> world.networkDown(upTo(Duration.ofHours(6))));
        at(FaultKind.VALVE_STUCK_OPEN, 0.1, () -> stick(true));
        at(FaultKind.VALVE_STUCK_CLOSED, 0.2, () -> stick(false));
        at(FaultKind.VALVE_OPENED_OUTSIDE, 0.15, this::openOutside);
        at(FaultKind.OVER_CURRENT, 0.03, this::overCurrent);
        at(FaultKind.PIPE_LEAK, 0.1, this::leak);
        at(FaultKind.FLOW_NOISE, 0.1, () -> during(Duration.ofHours(6), field::noise));
        at(FaultKind.SENSOR_SILENT, 0.15, () -> during(Duration.ofHours(12), field::silence));
        at(FaultKind.SENSOR_STUCK, 0.1, () -> during(Duration.ofHours(12), sensing::stick));
        at(FaultKind.SENSOR_IMPLAUSIBLE, 0.1, () -> during(Duration.ofHours(2), sensing::implausible));
        at(FaultKind.TANK_EMPTY, 0.3, () -> {
            field.follow(world.nowMs());
            field.emptyTanks();
        });
        at(FaultKind.PUMP_DRY, 0.15, this::runDry);
        at(FaultKind.STORM, 0.15, () -> weather.storm(hour()));
        at(FaultKind.FROST, 0.1, () -> weather.frost(hour()));
        at(FaultKind.FORECAST_STALE, 0.2, sensing::forecastEnds);
        at(FaultKind.PLAN_CHANGED, 0.3, world::changePlan);
    }

    private void maybe(double probability, Runnable what) {
        if (random.nextDouble() < probability) {
            world.after(random.nextLong(Schedule.DAY_MS), () -> {
                if (!world.settling()) {
                    what.run();
                }
            });
        }
    }

    private void at(FaultKind kind, double probability, Runnable what) {
        maybe(probability, () -> {
            world.count(kind);
            what.run();
        });
    }

    private long upTo(Duration span) {
        return random.nextLong(span.toMillis());
    }

    private interface Switch {
        void set(boolean on);
    }

    private void during(Duration atMost, Switch what) {
        field.follow(world.nowMs());
        what.set(true);
        world.after(upTo(atMost), () -> {
            field.follow(world.nowMs());
            what.set(false);
        });
    }

    private int hour() {
        return (int) (world.nowMs() / 3_600_000);
    }

    private void jump() {
        long[] spansMs = {60_000, 3_600_000, 86_400_000, 40L * 86_400_000};
        world.jump((random.nextBoolean() ? 1 : -1) * random.nextLong(spansMs[random.nextInt(spansMs.length)]));
    }

    private int anyValve() {
        int zone = random.nextInt(Site.ZONES);
        for (int i = 0; i < Site.ZONES; i++) {
            int candidate = (zone + i) % Site.ZONES;
            if (world.site().hasValve(candidate)) {
                return candidate;
            }
        }
        return NO_VALVE;
    }

    private void stick(boolean open) {
        int valve = anyValve();
        if (valve != NO_VALVE) {
            during(Duration.ofHours(6), stuck -> field.stick(valve, open, stuck));
        }
    }

    private void openOutside() {
        int valve = anyValve();
        if (valve != NO_VALVE && !world.relays().on(valve)) {
            field.follow(world.nowMs());
            field.openOutside(valve);
            if (process.readsBack()) {
                process.say(new ControlEvent.StationReported(Site.stationName(valve), true));
            }
        }
    }

    private void overCurrent() {
        int valve = anyValve();
        if (valve != NO_VALVE) {
            process.say(new ControlEvent.StationOverCurrent(Site.stationName(valve)));
        }
    }

    private void leak() {
        int source = Site.source(world.site().plan().sources().get(0).id());
        during(Duration.ofHours(2), leaks -> field.leak(source, leaks));
    }

    private void runDry() {
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = world.site().sourceAt(i);
            if (source != null && source.dryRunPoint() != null) {
                int index = i;
                during(Duration.ofHours(4), dry -> {
                    field.dry(index, dry);
                    sensing.readDryRun(index);
                });
            }
        }
    }

    private void cutMains() {
        field.follow(world.nowMs());
        field.mains(false);
        process.say(new ControlEvent.MainsChanged(false));
        world.after(upTo(Duration.ofHours(5)), () -> {
            field.follow(world.nowMs());
            field.mains(true);
            process.say(new ControlEvent.MainsChanged(true));
        });
    }

    private void fillDisk() {
        long[] spansMs = {5_000, 600_000, 7_200_000};
        process.disk().full(true);
        world.after(
                1 + random.nextLong(spansMs[random.nextInt(spansMs.length)]),
                () -> process.disk().full(false));
    }
}
