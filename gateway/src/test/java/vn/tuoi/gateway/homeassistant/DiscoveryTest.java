package vn.tuoi.gateway.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.senml.Quantity;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.node.NodeSettings;

final class DiscoveryTest {
    private static final long NOW_MS = 1_764_000_000_000L;
    private static final FarmId FARM = new FarmId("tea-hill");
    private static final String MOISTURE_ID = "tea-1_2fsoil_5fmoisture";
    private static final NodeSettings NODE =
            new NodeSettings("n1", "i1", "00112233445566778899aabbccddeeff", "tea-1", List.of(), 600);

    private final Discovery discovery =
            new Discovery(FARM, HomeAssistantSettings.Language.EN, InstantSource.fixed(Instant.ofEpochMilli(NOW_MS)));

    private void describe(String... zones) {
        Map<String, String> names = new java.util.TreeMap<>();
        for (String zone : zones) {
            names.put(zone, "Zone " + zone);
        }
        discovery.describe(new FarmLayout("Tea hill", names, Map.of("tank/tank_level", 300)), 0);
    }

    private Entity entity(String objectId) {
        return Objects.requireNonNull(discovery.entities(0).get(objectId), objectId);
    }

    private Map<String, Object> config(String objectId) {
        return entity(objectId).config();
    }

    private Map<String, Discovery.Value> changed() {
        return discovery.takeChanged(discovery.entities(0).keySet(), 0);
    }

    @Test
    void aReadingOfANodeBecomesASensorOfItsZone() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.314), 0);

        String document = new String(entity(MOISTURE_ID).document(), StandardCharsets.UTF_8);
        assertThat(document)
                .isEqualTo("{\"availability_topic\":\"tuoi-ha/tea-hill/status\","
                        + "\"device\":{\"identifiers\":[\"tuoi-tea-hill-tea-1\"],\"manufacturer\":\"Tưới\",\"model\":\"zone\","
                        + "\"name\":\"Zone tea-1\",\"via_device\":\"tuoi-tea-hill\"},"
                        + "\"device_class\":\"moisture\",\"expire_after\":1800,\"name\":\"Soil moisture\","
                        + "\"origin\":{\"name\":\"tuoi\"},\"state_class\":\"measurement\","
                        + "\"state_topic\":\"tuoi-ha/tea-hill/tea-1_2fsoil_5fmoisture\","
                        + "\"suggested_display_precision\":1,\"unique_id\":\"tuoi-tea-hill-tea-1_2fsoil_5fmoisture\","
                        + "\"unit_of_measurement\":\"%\"}");
        assertThat(changed()).containsEntry(MOISTURE_ID, new Discovery.Value("31.4", 1_800, 0));
    }

    @ParameterizedTest
    @EnumSource(Quantity.class)
    void everyQuantityIsShownAsHomeAssistantDocumentsIt(Quantity quantity) {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        String point = "tea-1/" + quantity.pointName();
        boolean isBoolean = quantity.kind() == Quantity.Kind.BOOLEAN;
        discovery.reading("n1", new Reading(point, quantity.unit(), NOW_MS, 1, isBoolean), 0);

        Entity entity = entity(ObjectId.of(point));
        HomeAssistantSchema.check(
                "homeassistant/" + entity.component() + "/tuoi-tea-hill/" + entity.objectId() + "/config",
                StrictJson.tree(entity.config()));
        if (!isBoolean && quantity != Quantity.TANK_LEVEL) {
            assertThat(entity.config()).containsKey("device_class");
        }
    }

    @Test
    void aQuantityOfAFarmsOwnIsShownAsItIs() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/leaf_wetness", "%", NOW_MS, 12.34567), 0);
        assertThat(config("tea-1_2fleaf_5fwetness"))
                .containsEntry("name", "leaf_wetness")
                .containsEntry("unit_of_measurement", "%")
                .doesNotContainKey("device_class");
        assertThat(changed())
                .hasEntrySatisfying(
                        "tea-1_2fleaf_5fwetness",
                        value -> assertThat(value.payload()).isEqualTo("12.3457"));
    }

    @Test
    void whatIsWiredIsShownBeforeItReportsAndBelongsToTheFarm() {
        describe("tea-1");
        assertThat(config("tank_2ftank_5flevel")).containsEntry("expire_after", 900L);
        assertThat(config("tank_2ftank_5flevel").get("device")).asString().contains("tuoi-tea-hill]");
    }

    @Test
    void rainIsSummedSinceHomeAssistantCountsARisingTotal() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/rain", "mm", NOW_MS - 60_000, 0.4), 0);
        discovery.reading("n1", Reading.ofNumber("tea-1/rain", "mm", NOW_MS, 0.2), 0);
        // the same pack once more
        discovery.reading("n1", Reading.ofNumber("tea-1/rain", "mm", NOW_MS, 0.2), 0);
        assertThat(config("tea-1_2frain")).containsEntry("state_class", "total_increasing");
        assertThat(changed())
                .hasEntrySatisfying(
                        "tea-1_2frain", value -> assertThat(value.payload()).isEqualTo("0.6"));
    }

    @Test
    void anOldReadingIsNoPresentValueButItsRainHasFallen() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        long anHourAgoMs = NOW_MS - 3_600_000;
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", anHourAgoMs, 0.2), 0);
        discovery.reading("n1", Reading.ofNumber("tea-1/rain", "mm", anHourAgoMs, 3), 0);
        assertThat(changed()).containsKey("tea-1_2frain").doesNotContainKey(MOISTURE_ID);
    }

    @Test
    void aZoneTellsWhetherAndUntilWhenItWaters() throws MalformedDocument {
        describe("tea-1");
        discovery.state(state("{\"zone\":\"tea-1\",\"depletionMm\":4.25}"), 0);
        assertThat(config("_watering_tea-1")).containsEntry("device_class", "running");
        assertThat(config("_depletion_tea-1")).containsEntry("unit_of_measurement", "mm");
        assertThat(changed())
                .hasEntrySatisfying(
                        "_watering_tea-1", value -> assertThat(value.payload()).isEqualTo("OFF"))
                .hasEntrySatisfying(
                        "_watering-until_tea-1",
                        value -> assertThat(value.payload()).isEqualTo("None"))
                .hasEntrySatisfying(
                        "_depletion_tea-1", value -> assertThat(value.payload()).isEqualTo("4.25"));
    }

    private static FarmState state(String zone) throws MalformedDocument {
        return StrictJson.read(
                ("{\"at\":\"2026-11-25T00:00:00Z\",\"planVersion\":1,\"clock\":\"trusted\",\"software\":\"test\",\"zones\":["
                                + zone + "]}")
                        .getBytes(StandardCharsets.UTF_8),
                FarmState.class);
    }

    @Test
    void aNodeThatGoesTakesItsPointsAlong() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.3), 0);
        assertThat(discovery.entities(0)).containsKey(MOISTURE_ID);
        discovery.replaceNodes(List.of());
        assertThat(discovery.entities(0)).doesNotContainKey(MOISTURE_ID).containsKey("_watering_tea-1");
    }

    @Test
    void aZoneThatGoesTakesEverythingOfItAlongAndAWireThatGoesItsPoint() {
        describe("tea-1", "tea-2");
        discovery.reading(null, Reading.ofNumber("tea-2/flow", "l/min", NOW_MS, 3), 0);
        assertThat(discovery.entities(0)).containsKeys("_watering_tea-2", "tea-2_2fflow", "tank_2ftank_5flevel");
        discovery.describe(new FarmLayout("Tea hill", Map.of("tea-1", "Tea"), Map.of()), 0);
        assertThat(discovery.entities(0))
                .containsKey("_watering_tea-1")
                .doesNotContainKeys("_watering_tea-2", "tea-2_2fflow", "tank_2ftank_5flevel");
    }

    @Test
    void aPointOfAFormerRunStaysWhileANodeCanSendItAndGoesAfterAWeekOfSilence() {
        discovery.adopt("sensor", MOISTURE_ID, "%", 0);
        discovery.adopt("sensor", "gone_2frain", "mm", 0);
        discovery.replaceNodes(List.of(NODE));
        assertThat(discovery.isDescribed()).isFalse();
        describe("tea-1");
        assertThat(discovery.entities(0)).containsKey(MOISTURE_ID).doesNotContainKey("gone_2frain");
        assertThat(discovery.entities(Discovery.FORGET_NANOS)).doesNotContainKey(MOISTURE_ID);
    }

    @Test
    void aValueThatHasExpiredIsNotShownAgainToANewConnection() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.3), 0);
        assertThat(changed()).containsKey(MOISTURE_ID);
        discovery.showAgain();
        assertThat(changed()).containsKey(MOISTURE_ID);
        discovery.showAgain();
        assertThat(discovery.takeChanged(discovery.entities(0).keySet(), TimeUnit.HOURS.toNanos(1)))
                .doesNotContainKey(MOISTURE_ID);
    }

    @Test
    void anotherValueIsNoReasonToWorkOutAnewWhatThereIs() {
        discovery.replaceNodes(List.of(NODE));
        describe("tea-1");
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS - 1_000, 0.3), 0);
        assertThat(discovery.takeRestructured()).isTrue();
        discovery.reading("n1", Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.4), 0);
        assertThat(discovery.takeRestructured()).isFalse();
        discovery.reading("n1", Reading.ofNumber("tea-1/flow", "l/min", NOW_MS, 3), 0);
        assertThat(discovery.takeRestructured()).isTrue();
    }

    @Test
    void noMorePointsAreHeldThanTheLimit() {
        discovery.replaceNodes(List.of(NODE));
        describe();
        for (int i = 0; i < Discovery.MAX_POINTS + 100; i++) {
            discovery.reading("n1", Reading.ofNumber("tea-1/p" + i, null, NOW_MS, 1), 0);
        }
        assertThat(discovery.entities(0)).hasSizeBetween(Discovery.MAX_POINTS, Discovery.MAX_POINTS + 2);
    }
}
