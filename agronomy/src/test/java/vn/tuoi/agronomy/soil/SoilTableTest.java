package vn.tuoi.agronomy.soil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoilTableTest {

    private final SoilTable table = SoilTable.load();

    @Test
    void loamIsTheMiddleOfTable19() {
        SoilTable.Entry loam = table.find("loam").orElseThrow();
        assertThat(loam.soil().fieldCapacity()).isCloseTo(0.25, within(1e-9));
        assertThat(loam.soil().wiltingPoint()).isCloseTo(0.12, within(1e-9));
        assertThat(loam.soil().rewMm()).isCloseTo(9, within(1e-9));
        assertThat(loam.nameVi()).isEqualTo("Thịt");
    }

    @Test
    void aTextureThatFao56DoesNotListIsTakenFromSaxtonAndRawls() {
        assertThat(table.find("clay_loam"))
                .isEqualTo(table.find("sr_clay_loam"))
                .isPresent();
        assertThat(table.find("clay")).isNotEqualTo(table.find("sr_clay"));
        assertThat(table.find("concrete")).isEmpty();
    }

    @Test
    void everySoilIsSound() {
        assertThat(table.keys()).hasSize(21);
        for (String key : table.keys()) {
            SoilTable.Entry entry = table.find(key).orElseThrow();
            assertThat(entry.saturation()).isGreaterThan(entry.soil().fieldCapacity());
            assertThat(entry.intake().basicMmPerHour()).isPositive();
            assertThat(entry.intake().surfaceMm(2))
                    .isGreaterThanOrEqualTo(entry.intake().surfaceMm(20));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Published class centroids at 2.5 % organic matter: sand %, clay %, wilting point, field capacity, saturation,
        // mm/h.
        "88,5,0.05,0.10,0.46,108.1",
        "65,10,0.08,0.18,0.45,50.3",
        "40,20,0.14,0.28,0.46,15.5",
        "20,15,0.11,0.31,0.48,16.1",
        "60,25,0.17,0.27,0.43,11.3",
        "30,35,0.22,0.36,0.48,4.3",
        "10,45,0.27,0.41,0.52,3.7",
        "50,40,0.25,0.36,0.44,1.4",
        "25,50,0.30,0.42,0.50,1.1",
    })
    void textureGivesTheWaterOfSaxtonAndRawls(
            double sand, double clay, double wilting, double field, double full, double conductivity) {
        SaxtonRawls soil = SaxtonRawls.of(sand, clay, 2.5);
        assertThat(soil.wiltingPoint()).isCloseTo(wilting, within(0.006));
        assertThat(soil.fieldCapacity()).isCloseTo(field, within(0.006));
        assertThat(soil.saturation()).isCloseTo(full, within(0.006));
        assertThat(soil.saturatedConductivityMmPerHour()).isCloseTo(conductivity, within(0.06));
    }

    @Test
    void refusesAWiltingPointAboveFieldCapacity() {
        assertThatThrownBy(() -> new Soil(0.2, 0.25, 0.1, 5, OptionalDouble.empty()))
                .hasMessageContaining("wilting point 0.25")
                .hasMessageContaining("field capacity 0.2");
        assertThatThrownBy(() -> new Soil(0.2, 0.1, 0.1, 5, OptionalDouble.of(120)))
                .hasMessageContaining("curve number is 120.0, must be 20.0 to 99.0");
    }
}
