package vn.tuoi.config.senml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "soil_moisture,/,INSTANTANEOUS",
        "soil_temperature,Cel,INSTANTANEOUS",
        "air_temperature,Cel,INSTANTANEOUS",
        "air_humidity,%RH,INSTANTANEOUS",
        "rain,mm,ACCUMULATED",
        "flow,l/min,INSTANTANEOUS",
        "volume,l,ACCUMULATED",
        "water_level,cm,INSTANTANEOUS",
        "tank_level,%,INSTANTANEOUS",
        "pressure,kPa,INSTANTANEOUS",
        "wind_speed,m/s,INSTANTANEOUS",
        "solar_radiation,W/m2,INSTANTANEOUS",
        "illuminance,lx,INSTANTANEOUS",
        "ph,pH,INSTANTANEOUS",
        "ec,uS/cm,INSTANTANEOUS",
        "battery,V,INSTANTANEOUS",
        "valve,,BOOLEAN",
        "pump,,BOOLEAN"
    })
    void theContractsTableIsKnownByTheLastPartOfAPoint(String name, String unit, Quantity.Kind kind) {
        Quantity quantity = Quantity.ofPoint("tea-1/" + name).orElseThrow();

        assertThat(quantity.pointName()).isEqualTo(name);
        assertThat(quantity.unit()).isEqualTo(unit);
        assertThat(quantity.kind()).isEqualTo(kind);
        assertThat(Quantity.ofPoint(name)).contains(quantity);
    }

    @Test
    void theContractHasNoOthers() {
        assertThat(Quantity.values()).hasSize(18);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tea-1/leaf_wetness", "soil_moisture/raw", "Soil_Moisture", "rain/", ""})
    void otherPointsHaveNoQuantity(String point) {
        assertThat(Quantity.ofPoint(point)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void unitsCanBeSentAndLabelsAreThere(Quantity quantity) {
        if (quantity.kind() == Quantity.Kind.BOOLEAN) {
            assertThat(quantity.unit()).isNull();
        } else {
            assertThat(quantity.unit())
                    .isNotNull()
                    .satisfies(unit -> assertThat(Reading.isUnit(unit)).isTrue());
        }
        assertThat(quantity.vietnameseLabel()).isNotBlank();
        assertThat(quantity.englishLabel()).isNotBlank();
        assertThat(quantity.isPlausible(quantity.lowest())).isTrue();
        assertThat(quantity.isPlausible(quantity.highest())).isTrue();
        assertThat(quantity.isPlausible(Math.nextDown(quantity.lowest()))).isFalse();
        assertThat(quantity.isPlausible(Math.nextUp(quantity.highest()))).isFalse();
        assertThat(quantity.isPlausible(Double.NaN)).isFalse();
    }

    @Test
    void knownFaultsOfSensorsAreImplausible() {
        assertThat(Quantity.SOIL_TEMPERATURE.isPlausible(85))
                .as("DS18B20 after power-on")
                .isFalse();
        assertThat(Quantity.SOIL_TEMPERATURE.isPlausible(-127))
                .as("no sensor on the bus")
                .isFalse();
        assertThat(Quantity.SOIL_MOISTURE.isPlausible(31.4))
                .as("percent sent as a fraction")
                .isFalse();
    }
}
