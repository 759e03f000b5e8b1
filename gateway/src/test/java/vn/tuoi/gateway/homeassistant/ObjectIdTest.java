package vn.tuoi.gateway.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"tea-1/soil_moisture", "a/b_2f", "a_2fb", "A.b:c/d-e", "x", "tea_", "t/__"})
    void anIdIsOneTopicLevelAndLeadsBackToItsPoint(String point) {
        assertThat(ObjectId.of(point)).matches("[a-zA-Z0-9_-]+");
        assertThat(ObjectId.point(ObjectId.of(point))).contains(point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "_2", "_watering_tea-1", "_zz", "a/b"})
    void whatNoPointHasIsNone(String id) {
        assertThat(ObjectId.point(id)).isEmpty();
    }

    @Test
    void theIdIsAsDocumented() {
        assertThat(ObjectId.of("tea-1/soil_moisture")).isEqualTo("tea-1_2fsoil_5fmoisture");
    }
}
