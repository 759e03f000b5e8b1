package vn.tuoi.edge.simulated;

import java.time.LocalDate;
import vn.tuoi.config.plan.Zone;

/** One zone of a simulated field: its pipe, its soil and the probe in it. Not thread-safe. */
final class FieldZone {
    /** Water needs this long to reach a probe in the middle of the root zone, seconds. */
    private static final double PROBE_LAG_SECONDS = 600;

    private static final double SOIL_TEMPERATURE_LAG_SECONDS = 5 * 3600;

    private final Zone zone;
    private final Ground ground;
    private final double pipeLitresPerMinute;
    private PipeFlow flow = PipeFlow.STILL;
    private SoilWater water;
    private double probeMoisture;
    private double soilCelsius;
    private Balance balance = Balance.ZERO;

    /**
     * Everything that came and went since the field was dug, mm.
     *
     * @param inMm rain and net irrigation
     * @param outMm evapotranspiration, drainage and run-off
     */
    record Balance(double inMm, double outMm) {
        static final Balance ZERO = new Balance(0, 0);
    }

    /**
     * @param pipeFactor what the pipe delivers over what the plan says it does
     * @param availableShare water at the start, 0 at the wilting point to 1 at field capacity
     */
    FieldZone(Zone zone, Ground ground, double pipeFactor, double availableShare, double airCelsius) {
        this.zone = zone;
        this.ground = ground;
        this.pipeLitresPerMinute = zone.flowLitresPerMinute() * pipeFactor;
        this.water = SoilWater.atAvailable(ground, availableShare);
        this.probeMoisture = water.moisture(ground);
        this.soilCelsius = airCelsius;
    }

    Zone zone() {
        return zone;
    }

    /** What the pipe gives when the source can: l/min. */
    double pipeLitresPerMinute() {
        return pipeLitresPerMinute;
    }

    double flowLitresPerMinute() {
        return flow.litresPerMinute();
    }

    double moisture() {
        return probeMoisture;
    }

    double levelCm() {
        return water.levelCm(ground);
    }

    double soilCelsius() {
        return soilCelsius;
    }

    SoilWater water() {
        return water;
    }

    /** Takes up where an earlier run of the program, or an earlier plan, left off. */
    void resume(SoilWater earlier) {
        double soil = Math.max(0, Math.min(ground.saturationMm(), earlier.soilMm()));
        water = new SoilWater(soil, Math.max(0, Math.min(ground.bundMm(), earlier.pondMm())));
        probeMoisture = water.moisture(ground);
    }

    Balance balance() {
        return balance;
    }

    /** Water through the pipe in a step, litres; the soil takes it in {@link #soak}. */
    double run(double targetLitresPerMinute, double seconds) {
        PipeFlow.Step step = flow.step(targetLitresPerMinute, seconds);
        flow = step.after();
        return step.litres();
    }

    void soak(double litres, FieldWeather.Moment weather, LocalDate date, double seconds) {
        double hours = seconds / 3600;
        double rain = weather.air().rainMmPerHour() * hours;
        double irrigation = ground.millimetres(litres);
        double cropEt = ground.cropCoefficient(date) * weather.et0MmPerHour() * hours;
        SoilWater.Step step = water.step(ground, new SoilWater.Forcing(hours, cropEt, rain, irrigation));
        water = step.after();
        balance = new Balance(
                balance.inMm() + rain + irrigation,
                balance.outMm() + step.etMm() + step.drainageMm() + step.runoffMm());
        probeMoisture += (water.moisture(ground) - probeMoisture) * -Math.expm1(-seconds / PROBE_LAG_SECONDS);
        soilCelsius +=
                (weather.air().airCelsius() - soilCelsius) * -Math.expm1(-seconds / SOIL_TEMPERATURE_LAG_SECONDS);
    }
}
