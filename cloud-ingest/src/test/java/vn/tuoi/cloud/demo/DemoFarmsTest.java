package vn.tuoi.cloud.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.crop.CropTable;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.PlanValidator;
import vn.tuoi.config.plan.Zone;

class DemoFarmsTest {
    private final List<FarmPlan> plans = DemoFarms.plans(50);

    @Test
    void haveValidPlansAndIdsOfTheirOwn() {
        assertThat(plans)
                .hasSize(50)
                .allSatisfy(plan -> assertThat(PlanValidator.problems(plan)).isEmpty());
        assertThat(plans).extracting(FarmPlan::farm).doesNotHaveDuplicates();
    }

    @Test
    void growCropsThatTheTableKnows() {
        CropTable crops = CropTable.load();
        assertThat(plans.stream().flatMap(plan -> plan.zones().stream()).map(Zone::crop))
                .allSatisfy(crop -> assertThat(crops.find(crop)).isPresent());
    }

    @Test
    void haveAnAutomaticProgramAndAWirelessNodeAmongThem() {
        assertThat(plans.stream().flatMap(plan -> plan.zones().stream()).anyMatch(zone -> zone.program() != null))
                .isTrue();
        assertThat(plans.get(0).zone(DemoFarms.WIRELESS_ZONE)).isPresent();
    }
}
