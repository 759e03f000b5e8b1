package vn.tuoi.edge.program;

import java.util.Optional;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.agronomy.soil.Intake;
import vn.tuoi.agronomy.soil.SoilTable;
import vn.tuoi.config.plan.Zone;

/** The crop and soil tables, read once. Immutable and thread-safe. */
public final class Grounds {
    private static final SoilTable SOILS = SoilTable.load();
    private static final CropTable CROPS = CropTable.load();

    private Grounds() {}

    public static Optional<SoilTable.Entry> soil(Zone zone) {
        return SOILS.find(zone.soil());
    }

    public static Optional<CropTable.Entry> crop(Zone zone) {
        return CROPS.find(zone.crop());
    }

    /** How fast the zone's soil takes water in; empty for a soil that the table does not have. */
    public static Optional<Intake> intake(Zone zone) {
        return soil(zone).map(SoilTable.Entry::intake);
    }
}
