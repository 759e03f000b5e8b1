package vn.tuoi.agronomy.crop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CropTableTest {

    private final CropTable table = CropTable.load();

    @Test
    void holdsEveryCropWithBothNames() {
        assertThat(table.keys()).hasSize(34).contains("tea_unshaded", "tea_shaded", "rice_paddy");
        for (String key : table.keys()) {
            CropTable.Entry entry = table.find(key).orElseThrow();
            assertThat(entry.nameVi()).isNotBlank();
            assertThat(entry.nameEn()).isNotBlank();
            assertThat(entry.calendars()).isNotEmpty();
        }
    }

    @Test
    void tomatoIsAsFao56PrintsIt() {
        Crop tomato = table.find("tomato").orElseThrow().crop();
        assertThat(tomato.kc()).isEqualTo(new StageValues(0.6, 1.15, 0.80));
        assertThat(tomato.kcb()).isEqualTo(new StageValues(0.15, 1.10, 0.70));
        assertThat(tomato.stages()).isEqualTo(new GrowthStages(30, 40, 40, 25));
        assertThat(tomato.depletionFraction()).isEqualTo(0.40);
        assertThat(tomato.stature().rootMaxM()).isEqualTo(0.7);
    }

    @Test
    void cropsThatFao56DoesNotKnowAreMarked() {
        for (String key : List.of("custard_apple", "longan", "litchi")) {
            assertThat(table.find(key).orElseThrow().status()).isEqualTo(CropTable.Status.PLACEHOLDER);
        }
        assertThat(table.find("tea_unshaded").orElseThrow().status()).isEqualTo(CropTable.Status.STAGES_ASSUMED);
        assertThat(table.find("maize_grain").orElseThrow().status()).isEqualTo(CropTable.Status.FAO56);
    }

    @Test
    void everyRegionKeepsItsCalendar() {
        assertThat(table.find("rice_paddy").orElseThrow().calendars())
                .extracting(c -> c.stages().totalDays())
                .containsExactly(150, 180);
    }

    @Test
    void teaCoversTheGroundAllYear() {
        Crop tea = table.find("tea_unshaded").orElseThrow().crop();
        assertThat(tea.minimumKcb()).isEqualTo(0.15);
        assertThat(tea.day(0).rootM()).isEqualTo(tea.day(300).rootM());
    }
}
