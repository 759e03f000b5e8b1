package vn.tuoi.edge.simulated;

import vn.tuoi.agronomy.crop.Crop;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.agronomy.soil.SoilTable;

/** The crop and soil tables, read once for all farms of a process. Immutable and thread-safe. */
public final class Tables {
    /** Stand-ins for keys that an agronomist added to the cloud only. */
    private static final String ANY_SOIL = "loam";

    private static final String ANY_CROP = "tea_unshaded";

    private final SoilTable soils = SoilTable.load();
    private final CropTable crops = CropTable.load();

    SoilTable.Entry soil(String key) {
        return soils.find(key).or(() -> soils.find(ANY_SOIL)).orElseThrow();
    }

    Crop crop(String key) {
        return crops.find(key).or(() -> crops.find(ANY_CROP)).orElseThrow().crop();
    }
}
