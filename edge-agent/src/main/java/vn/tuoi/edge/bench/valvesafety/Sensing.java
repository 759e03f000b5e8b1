package vn.tuoi.edge.bench.valvesafety;

import java.util.SplittableRandom;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.edge.control.ControlEvent;

/** What meters, probes and the weather station tell the farm, and how they fail at it. */
final class Sensing {
    private static final long BUSY_METER_MS = 30_000;
    private static final long IDLE_METER_MS = 120_000;
    private static final long PROBE_MS = 20 * 60_000;
    private static final long WEATHER_MS = 30 * 60_000;
    private static final long FORECAST_MS = 6 * 3_600_000;

    private final Schedule world;
    private final Field field;
    private final Weather weather;
    private final Invariants invariants;
    private final SplittableRandom random;
    private boolean stuck;
    private boolean implausible;
    private boolean forecasts = true;

    Sensing(Schedule world, Weather weather, Invariants invariants, SplittableRandom random) {
        this.world = world;
        this.field = world.field();
        this.weather = weather;
        this.invariants = invariants;
        this.random = random;
    }

    void begin() {
        world.after(BUSY_METER_MS, this::readMeters);
        world.after(PROBE_MS / 2, this::readProbes);
        world.after(60_000, this::forecast);
        world.after(90_000, this::readWeather);
    }

    void repair() {
        stuck = false;
        implausible = false;
    }

    /** Probes show the same value all the time. */
    void stick(boolean sticks) {
        stuck = sticks;
    }

    /** Probes show what cannot be. */
    void implausible(boolean bad) {
        implausible = bad;
    }

    /** No forecast comes any more; the last one grows old. */
    void forecastEnds() {
        forecasts = false;
    }

    private void readMeters() {
        field.follow(world.nowMs());
        boolean busy = false;
        Site site = world.site();
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = site.sourceAt(i);
            if (source == null) {
                continue;
            }
            double flow = field.sourceFlow(i);
            boolean asks = field.asksFor(i);
            busy |= asks || flow > 0;
            String meter = source.flowPoint();
            if (meter != null) {
                boolean speaks = !field.silent() && (asks || flow > 0 || world.nowMs() % 600_000 < BUSY_METER_MS);
                if (speaks) {
                    double shown = field.metered(flow);
                    give(meter, shown);
                    if (world.process().alive()) {
                        invariants.meterTold(i, shown);
                    }
                }
                invariants.meterRead(i, flow, speaks && world.process().alive() && field.asksFor(i));
            }
        }
        for (int i = 0; i < Site.ZONES; i++) {
            Zone zone = site.zoneAt(i);
            if (zone != null && zone.flowPoint() != null && !field.silent()) {
                double flow = field.zoneFlow(i);
                if (flow > 0 || (site.hasValve(i) && world.relays().on(i))) {
                    give(zone.flowPoint(), field.metered(flow));
                }
            }
        }
        world.after(busy ? BUSY_METER_MS : IDLE_METER_MS, this::readMeters);
    }

    private void readProbes() {
        field.follow(world.nowMs());
        Site site = world.site();
        for (int i = 0; i < Site.SOURCES; i++) {
            WaterSource source = site.sourceAt(i);
            if (source != null && source.tankPoint() != null) {
                seeTime();
                invariants.tankRead(i, field.tank(i), false);
                give(source.tankPoint(), field.tank(i));
                invariants.tankRead(i, field.tank(i), world.process().alive());
            }
            readDryRun(i);
        }
        for (int i = 0; i < Site.ZONES; i++) {
            Zone zone = site.zoneAt(i);
            if (zone != null && !field.silent()) {
                if (zone.program() instanceof Program.Awd) {
                    probe(i, zone.id() + "/water_level", implausible ? 900 : stuck ? 1 : field.levelCm(i));
                } else if (zone.program() instanceof Program.Moisture || zone.program() instanceof Program.Balance) {
                    probe(i, zone.soilMoisturePoint(), implausible ? 3.5 : stuck ? 0.2 : field.moisture(i));
                }
            } else if (zone != null && zone.program() instanceof Program.Moisture && random.nextInt(8) == 0) {
                world.process()
                        .say(new ControlEvent.ReadingUnavailable(
                                zone.soilMoisturePoint(), Explanation.of("device.no_answer", "where", "the probe")));
            }
        }
        world.after(PROBE_MS, this::readProbes);
    }

    private void probe(int zone, String point, double value) {
        give(point, value);
        if (world.process().alive() && invariants.probeTold(zone, value)) {
            world.process().explainDryness(zone);
        }
    }

    /** Whether the source's pump has water. */
    void readDryRun(int index) {
        WaterSource source = world.site().sourceAt(index);
        if (source != null && source.dryRunPoint() != null) {
            seeTime();
            invariants.dryRunRead(index, field.dry(index), false);
            give(source.dryRunPoint(), field.dry(index) ? 1 : 0);
            invariants.dryRunRead(index, field.dry(index), world.process().alive());
        }
    }

    private void readWeather() {
        double mm = weather.rainMm(world.nowMs()) * WEATHER_MS / 3_600_000;
        if (mm > 0) {
            field.follow(world.nowMs());
            field.rain(mm);
        }
        if (world.site().asksForWeather() && !field.silent() && world.process().alive()) {
            double wind = weather.wind(world.nowMs());
            seeTime();
            invariants.windTold(wind);
            give("weather/wind_speed", wind);
            double celsius = weather.celsius(world.nowMs());
            if (world.process().alive()) {
                invariants.airTold(celsius);
            }
            give("weather/air_temperature", celsius);
            if (mm > 0) {
                give("weather/rain", mm);
                if (world.process().alive()) {
                    invariants.rainTold(mm);
                }
            }
        }
        world.after(WEATHER_MS, this::readWeather);
    }

    private void forecast() {
        if (forecasts && world.site().asksForWeather() && world.process().alive()) {
            Forecast forecast = weather.forecast(world.nowMs(), world.trueTime());
            seeTime();
            invariants.forecastTold(forecast);
            world.process().say(new ControlEvent.ForecastReceived(forecast));
        }
        world.after(FORECAST_MS, this::forecast);
    }

    /** The checks note when the farm was told something: that is now, not the time of the step before. */
    private void seeTime() {
        if (world.process().alive()) {
            world.process().time();
        }
    }

    private void give(String point, double value) {
        if (world.process().alive()) {
            world.process().say(new ControlEvent.ReadingTaken(point, value, world.wall()));
        }
    }
}
