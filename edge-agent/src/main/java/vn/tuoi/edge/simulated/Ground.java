package vn.tuoi.edge.simulated;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.soil.SoilTable;
import vn.tuoi.config.plan.Zone;

/**
 * What one zone's ground is like.
 *
 * @param areaM2 square metres, above 0
 * @param efficiency share of the water from the pipe that reaches the soil, above 0 to 1
 * @param soil retention and conductivity
 * @param rootDepthM depth of the soil that is modelled, m
 * @param crop what draws water from it
 * @param plantedOn first day of the season; null is a stand in mid-season
 * @param bundMm water that can stand on it before it runs off, mm
 * @param puddled whether it has a plough pan, as a paddy: it drains slowly and stays saturated under standing water
 */
record Ground(
        double areaM2,
        double efficiency,
        SoilTable.Entry soil,
        double rootDepthM,
        Crop crop,
        @Nullable LocalDate plantedOn,
        double bundMm,
        boolean puddled) {
    /** Roots of a young crop are shallow, but its probe sits here. */
    private static final double SHALLOWEST_M = 0.25;

    private static final double PADDY_ROOT_M = 0.3;
    private static final double PADDY_BUND_MM = 150;

    /** The ground that a plan's zone describes, as it is from {@code today} on. */
    static Ground of(Zone zone, LocalDate today, Tables tables) {
        SoilTable.Entry soil = tables.soil(zone.soil());
        Crop crop = tables.crop(zone.crop());
        boolean paddy = zone.crop().startsWith("rice");
        double root = paddy
                ? PADDY_ROOT_M
                : Math.max(
                        SHALLOWEST_M,
                        crop.day(dayOfSeason(crop, zone.plantedOn(), today)).rootM());
        return new Ground(
                zone.areaM2(), zone.efficiency(), soil, root, crop, zone.plantedOn(), paddy ? PADDY_BUND_MM : 0, paddy);
    }

    /** Evapotranspiration of the unstressed crop over that of the reference, FAO-56 equation 56. */
    double cropCoefficient(LocalDate date) {
        return crop.day(dayOfSeason(crop, plantedOn, date)).kc();
    }

    private static int dayOfSeason(Crop crop, @Nullable LocalDate plantedOn, LocalDate date) {
        if (plantedOn == null) {
            return crop.stages().initialDays() + crop.stages().developmentDays() + 1;
        }
        // a season that is over begins again: a simulated field is never abandoned
        return (int) Math.floorMod(
                ChronoUnit.DAYS.between(plantedOn, date), (long) crop.stages().totalDays());
    }

    double saturationMm() {
        return 1000 * rootDepthM * soil.saturation();
    }

    double fieldCapacityMm() {
        return 1000 * rootDepthM * soil.soil().fieldCapacity();
    }

    double wiltingPointMm() {
        return 1000 * rootDepthM * soil.soil().wiltingPoint();
    }

    /** Millimetres of water in the soil from litres out of the pipe. */
    double millimetres(double litres) {
        return litres * efficiency / areaM2;
    }
}
