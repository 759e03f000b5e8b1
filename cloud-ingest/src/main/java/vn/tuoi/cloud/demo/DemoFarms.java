package vn.tuoi.cloud.demo;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.DayRule;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Household;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.StartTime;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;

/** Farms as they are found around Thái Nguyên, for the demo. Three kinds take turns. */
final class DemoFarms {
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final int KINDS = 3;

    /** The zone of every farm of the first kind that a wireless node waters. */
    static final String WIRELESS_ZONE = "nursery";

    private DemoFarms() {}

    /** The first plans of so many farms. */
    static List<FarmPlan> plans(int count) {
        List<FarmPlan> plans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i / KINDS + 1;
            plans.add(
                    switch (i % KINDS) {
                        case 0 -> teaHill(number);
                        case 1 -> sharedTea(number);
                        default -> vegetablesAndRice(number);
                    });
        }
        return plans;
    }

    private static String numbered(String name, int number) {
        return number == 1 ? name : name + " " + number;
    }

    private static FarmPlan teaHill(int number) {
        WaterSource source = pump("stream", "Máy bơm suối", 60.0, 1, null);
        return new FarmPlan(
                new FarmId("tan-cuong-" + number),
                1,
                numbered("Đồi chè Tân Cương", number),
                ZONE,
                21.52,
                105.75,
                62,
                null,
                List.of(),
                List.of(source),
                List.of(
                        zone("tea-1", "Chè đồi trên", source, null, 900, "tea_unshaded", "clay_loam", 30, null),
                        zone(
                                "tea-2",
                                "Chè đồi dưới",
                                source,
                                null,
                                1_100,
                                "tea_shaded",
                                "clay_loam",
                                36,
                                Program.Calendar.daily(List.of(at(5, 30), at(17, 0)), Amount.ofMinutes(12))),
                        zone(WIRELESS_ZONE, "Vườn ươm", source, null, 200, "tea_shaded", "loam", 12, null)));
    }

    private static FarmPlan sharedTea(int number) {
        WaterSource source = pump("tank", "Bể chung xóm La Bằng", 80.0, 2, "tank/tank_level");
        List<Household> households = List.of(new Household("hoa", "Nhà bà Hoa"), new Household("tuan", "Nhà anh Tuấn"));
        return new FarmPlan(
                new FarmId("la-bang-" + number),
                1,
                numbered("Chè La Bằng", number),
                ZONE,
                21.62,
                105.58,
                140,
                null,
                households,
                List.of(source),
                List.of(
                        zone(
                                "tea-1",
                                "Chè nhà bà Hoa",
                                source,
                                "hoa",
                                800,
                                "tea_unshaded",
                                "silty_clay_loam",
                                32,
                                new Program.Moisture(null, 0.24, 0.30, 10, 30, 180, List.of(), null, null, null)),
                        zone(
                                "tea-2",
                                "Chè nhà anh Tuấn",
                                source,
                                "tuan",
                                700,
                                "tea_unshaded",
                                "silty_clay_loam",
                                28,
                                null)));
    }

    private static FarmPlan vegetablesAndRice(int number) {
        WaterSource source = pump("canal", "Máy bơm mương", 120.0, 2, null);
        return new FarmPlan(
                new FarmId("dong-hy-" + number),
                1,
                numbered("Rau và lúa Đồng Hỷ", number),
                ZONE,
                21.63,
                105.84,
                30,
                null,
                List.of(),
                List.of(source),
                List.of(
                        zone(
                                "cabbage",
                                "Luống bắp cải",
                                source,
                                null,
                                400,
                                "cabbage",
                                "sandy_loam",
                                24,
                                new Program.Calendar(
                                        null,
                                        List.of(at(6, 0)),
                                        null,
                                        null,
                                        DayRule.weekdays(
                                                Set.of(DayRule.Weekday.MON, DayRule.Weekday.WED, DayRule.Weekday.FRI)),
                                        Amount.ofMillimetres(5),
                                        null,
                                        List.of(),
                                        null,
                                        null,
                                        null)),
                        zone("tomato", "Luống cà chua", source, null, 300, "tomato", "sandy_loam", 18, null),
                        zone("leaves", "Rau ăn lá", source, null, 250, "lettuce_leafy", "loam", 15, null),
                        zone("paddy", "Ruộng lúa", source, null, 1_000, "rice_paddy", "clay", 90, null)));
    }

    private static StartTime at(int hour, int minute) {
        return StartTime.clock(LocalTime.of(hour, minute));
    }

    private static WaterSource pump(
            String id, String name, double capacity, int zonesTogether, @Nullable String tankPoint) {
        Double low = tankPoint == null ? null : (Double) 10.0;
        Double resume = tankPoint == null ? null : (Double) 25.0;
        return new WaterSource(
                id, name, capacity, zonesTogether, "pump", null, 2, 2, 1, null, tankPoint, low, resume, null);
    }

    private static Zone zone(
            String id,
            String name,
            WaterSource source,
            @Nullable String household,
            double areaM2,
            String crop,
            String soil,
            double flowLitresPerMinute,
            @Nullable Program program) {
        return new Zone(
                id,
                name,
                Zone.ZoneMode.AUTO,
                id,
                source.id(),
                household,
                areaM2,
                crop,
                soil,
                null,
                null,
                flowLitresPerMinute,
                null,
                60,
                id + "/flow",
                null,
                program);
    }
}
