package vn.tuoi.edge.simulated;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;

/** Plans of small farms in Thái Nguyên. */
public final class Plans {
    public static final FarmId FARM = new FarmId("tan-cuong-1");

    private Plans() {}

    /** A tea zone on station {@code valve-1}, a paddy on {@code valve-2}, both behind a pump with a tank. */
    public static FarmPlan teaAndPaddy(long version) {
        return new FarmPlan(
                FARM,
                version,
                "Đồi chè",
                ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.75,
                60,
                null,
                List.of(),
                List.of(new WaterSource(
                        "well",
                        "Giếng",
                        80.0,
                        2,
                        "pump",
                        null,
                        2,
                        2,
                        1,
                        "pump/flow",
                        "tank/tank_level",
                        10.0,
                        25.0,
                        null)),
                List.of(
                        zone("tea-1", "valve-1", 500, "tea_unshaded", "silty_clay_loam", 25),
                        zone("paddy-1", "valve-2", 800, "rice_paddy", "clay", 40)));
    }

    static Zone zone(String id, @Nullable String station, double areaM2, String crop, String soil, double flow) {
        return new Zone(
                id,
                id,
                null,
                station,
                "well",
                null,
                areaM2,
                crop,
                soil,
                null,
                null,
                flow,
                null,
                60,
                id + "/flow",
                null,
                null);
    }
}
