package vn.tuoi.edge.bench.valvesafety;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Household;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.Repeat;
import vn.tuoi.config.plan.StartTime;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Window;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.edge.control.ControlAction;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.IrrigationController;
import vn.tuoi.edge.control.Step;

/**
 * What one step of the controller costs on a large farm that waters: 64 zones on four pumped sources with meters, a
 * quarter of the zones by each type of program. Meters speak every 30 s, probes and weather every 10 minutes, and every
 * reading is a step.
 *
 * @param steps measured
 * @param microseconds processor time of a step, on average
 * @param bytes allocated by a step, on average
 * @param runs that were ordered open meanwhile
 */
record StepCost(long steps, double microseconds, double bytes, long runs) {
    static final int ZONES = 64;
    private static final int SOURCES = 4;
    private static final int METER_SECONDS = 30;
    private static final int PROBE_SECONDS = 600;
    private static final Instant BEGIN = Instant.parse("2026-03-30T00:00:00Z");

    /** Plays {@code days} of the farm after two days of warming up. */
    static StepCost measure(int days) {
        Farm farm = new Farm();
        farm.play(Duration.ofDays(2).toSeconds());
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        farm.steps = 0;
        farm.runs = 0;
        long beganBytes = thread.getCurrentThreadAllocatedBytes();
        long beganNanos = thread.getCurrentThreadCpuTime();
        farm.play(Duration.ofDays(days).toSeconds());
        long nanos = thread.getCurrentThreadCpuTime() - beganNanos;
        long bytes = thread.getCurrentThreadAllocatedBytes() - beganBytes;
        return new StepCost(farm.steps, nanos / 1000.0 / farm.steps, (double) bytes / farm.steps, farm.runs);
    }

    private static final class Farm {
        private final IrrigationController controller = new IrrigationController();
        private final FarmPlan plan = plan();
        private final Set<String> open = new HashSet<>();
        private final double[] moisture = new double[ZONES];
        private final double[] levelCm = new double[ZONES];
        private ControllerState state = ControllerState.initial();
        private long second;
        private long deadlineMs;
        private long steps;
        private long runs;

        Farm() {
            for (int i = 0; i < ZONES; i++) {
                moisture[i] = 0.2 + i % 8 * 0.02;
            }
            say(new ControlEvent.Started(null, plan, "session1"));
        }

        void play(long seconds) {
            for (long end = second + seconds; second < end; second++) {
                if (second * 1000 >= deadlineMs) {
                    say(new ControlEvent.Tick());
                }
                if (second % METER_SECONDS == 0) {
                    meters();
                }
                if (second % PROBE_SECONDS == 0) {
                    probes();
                }
            }
        }

        private void meters() {
            for (WaterSource source : plan.sources()) {
                double flow = 0;
                boolean pump = open.contains(source.pumpStation());
                for (int i = 0; i < ZONES && pump; i++) {
                    Zone zone = plan.zones().get(i);
                    if (zone.source().equals(source.id()) && open.contains(zone.station())) {
                        flow += zone.flowLitresPerMinute();
                        moisture[i] = Math.min(0.35, moisture[i] + 0.001);
                        levelCm[i] = Math.min(8, levelCm[i] + 0.1);
                    }
                }
                read(source.id() + "/flow", flow);
            }
        }

        private void probes() {
            for (int i = 0; i < ZONES; i++) {
                moisture[i] = Math.max(0.12, moisture[i] - 0.0007);
                levelCm[i] = Math.max(-12, levelCm[i] - 0.06);
                read("z" + i + "/soil_moisture", moisture[i] + second % 7 * 0.0001);
                read("z" + i + "/water_level", levelCm[i] + second % 7 * 0.01);
            }
            read("weather/air_temperature", 22.0 + second % 7);
            read("weather/wind_speed", 1);
        }

        private void read(String point, double value) {
            say(new ControlEvent.ReadingTaken(point, value, BEGIN.plusSeconds(second)));
        }

        private void say(ControlEvent event) {
            Step step = controller.step(
                    state, new ControlTime(1_000 + second * 1000, BEGIN.plusSeconds(second), true), event);
            state = step.state();
            deadlineMs = step.nextDeadlineMs() - 1_000;
            steps++;
            List<String> stored = new ArrayList<>();
            for (ControlAction action : step.actions()) {
                if (action instanceof ControlAction.OpenStation opens && open.add(opens.station())) {
                    runs += opens.station().startsWith("valve") ? 1 : 0;
                } else if (action instanceof ControlAction.CloseStation closes) {
                    open.remove(closes.station());
                } else if (action instanceof ControlAction.PublishEvent publish) {
                    stored.add(publish.event().id());
                }
            }
            stored.forEach(id -> say(new ControlEvent.EventStored(id)));
        }

        private static FarmPlan plan() {
            List<WaterSource> sources = new ArrayList<>();
            for (int i = 0; i < SOURCES; i++) {
                sources.add(new WaterSource(
                        "s" + i,
                        "Giếng",
                        200.0,
                        4,
                        "pump-" + i,
                        "master-" + i,
                        3,
                        3,
                        2,
                        "s" + i + "/flow",
                        null,
                        null,
                        null,
                        null));
            }
            List<Zone> zones = new ArrayList<>();
            for (int i = 0; i < ZONES; i++) {
                zones.add(new Zone(
                        "z" + i,
                        "Khu",
                        null,
                        "valve-" + i,
                        "s" + i % SOURCES,
                        "h" + i % 3,
                        200,
                        "tea_unshaded",
                        "clay_loam",
                        null,
                        null,
                        20,
                        null,
                        60,
                        null,
                        null,
                        program(i / SOURCES)));
            }
            return new FarmPlan(
                    new FarmId("farm-1"),
                    1,
                    "Trại",
                    ZoneId.of("Asia/Ho_Chi_Minh"),
                    21.6,
                    105.8,
                    50,
                    null,
                    List.of(new Household("h0", "Một"), new Household("h1", "Hai"), new Household("h2", "Ba")),
                    sources,
                    zones);
        }

        private static Program program(int i) {
            List<Window> windows =
                    i % 2 == 0 ? List.of() : List.of(new Window(LocalTime.of(4, 0), LocalTime.of(20, 0)));
            return switch (i % 4) {
                case 0 -> new Program.Moisture(null, 0.22, 0.3, null, 40, null, windows, null, null, null);
                case 1 ->
                    new Program.Awd(
                            null,
                            LocalDate.of(2026, 3, 1),
                            List.of(new Program.AwdStage("đẻ nhánh", 0, -5.0, 5.0)),
                            60,
                            windows,
                            null,
                            null,
                            null);
                case 2 -> new Program.Balance(null, 0.05, null, null, null, windows, null, null, null);
                default ->
                    new Program.Calendar(
                            null,
                            List.of(StartTime.clock(LocalTime.of(i, 0))),
                            null,
                            new Repeat(120, 8),
                            null,
                            Amount.ofMinutes(20),
                            null,
                            windows,
                            null,
                            null,
                            null);
            };
        }
    }
}
