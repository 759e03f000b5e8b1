package vn.tuoi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.gateway.coap.NodeServerSettings;
import vn.tuoi.gateway.homeassistant.HomeAssistantSettings;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;

final class GatewaySettingsTest {
    private static final String CLOUD_KEY =
            SigningKey.generate().verificationKey().encoded();

    private static GatewaySettings read(String json, Map<String, String> environment) throws MalformedSettings {
        Settings settings = Settings.of("/etc/tuoi/gateway.json", json.getBytes(StandardCharsets.UTF_8), environment);
        GatewaySettings gateway = GatewaySettings.read(settings);
        settings.finish();
        return gateway;
    }

    @Test
    void everythingHasADefaultButTheFarmAndTheKeyOfItsCloud() throws MalformedSettings {
        GatewaySettings settings = read("{\"farm\":\"tea-hill\",\"cloudKey\":\"" + CLOUD_KEY + "\"}", Map.of());
        assertThat(settings.farm().value()).isEqualTo("tea-hill");
        assertThat(settings.dataDir()).isEqualTo(Path.of("/etc/tuoi/data"));
        assertThat(settings.uplink().broker())
                .isEqualTo(new BrokerAddress("127.0.0.1", 1_883, "tea-hill", "tea-hill", null, false, null));
        assertThat(settings.uplink().cloudKey().encoded()).isEqualTo(CLOUD_KEY);
        assertThat(settings.uplink().bytesPerDay()).isZero();
        assertThat(settings.uplink().zone()).isEqualTo(ZoneId.of("Asia/Ho_Chi_Minh"));
        assertThat(settings.outbox()).isEqualTo(OutboxLimits.of(256 << 20, Duration.ofDays(400)));
        assertThat(settings.coap()).isNull();
        assertThat(settings.nodes()).isEmpty();
        assertThat(settings.homeAssistant()).isNull();
    }

    @Test
    void aHomeAssistantOfItsOwnNetworkIsShownTheFarmWhenSomebodyWantsIt() throws MalformedSettings {
        String enabled =
                "{\"farm\":\"tea-hill\",\"cloudKey\":\"" + CLOUD_KEY + "\",\"homeAssistant\":{\"enabled\":true%s}}";
        assertThat(read(enabled.formatted(""), Map.of()).homeAssistant())
                .isEqualTo(new HomeAssistantSettings(
                        new BrokerAddress("127.0.0.1", 1_883, "tuoi-tea-hill", null, null, false, null),
                        "homeassistant",
                        HomeAssistantSettings.Language.VI));
        assertThat(read(
                                enabled.formatted(
                                        ",\"host\":\"ha.local\",\"port\":1884,\"username\":\"farm\",\"password\":\"p\",\"discoveryPrefix\":\"ha\",\"language\":\"en\""),
                                Map.of())
                        .homeAssistant())
                .isEqualTo(new HomeAssistantSettings(
                        new BrokerAddress("ha.local", 1_884, "farm-tea-hill", "farm", "p", false, null),
                        "ha",
                        HomeAssistantSettings.Language.EN));
        MalformedSettings malformed = catchThrowableOfType(
                MalformedSettings.class,
                () -> read(enabled.formatted(",\"discoveryPrefix\":\"a/#\",\"language\":\"fr\""), Map.of()));
        assertThat(malformed.lines())
                .anyMatch(line -> line.contains("homeAssistant.discoveryPrefix: must be a topic"))
                .anyMatch(line -> line.contains("homeAssistant.language: must be one of"));
    }

    @Test
    void aClientIdBeginsWithTheUsername() {
        MalformedSettings malformed = catchThrowableOfType(
                MalformedSettings.class,
                () -> read(
                        "{\"farm\":\"tea-hill\",\"cloudKey\":\"" + CLOUD_KEY
                                + "\",\"mqtt\":{\"clientId\":\"tea-hillock\"}}",
                        Map.of()));
        assertThat(malformed.lines()).singleElement().asString().contains("mqtt.clientId: must be \"tea-hill\"");
    }

    @Test
    void everyKeyIsRead() throws MalformedSettings {
        GatewaySettings settings = read("""
                {"farm":"tea-hill","cloudKey":"%s","dataDir":"/var/lib/tuoi",
                 "mqtt":{"host":"cloud.example","port":8884,"clientId":"u-gateway","username":"u","password":"p","tls":true,"caFile":"ca.pem",
                         "bytesPerDay":5000000,"zone":"UTC"},
                 "outbox":{"maxBytes":8388608,"maxDays":30},
                 "coap":{"enabled":true,"host":"127.0.0.2","port":5685,"plain":true,"firmwareDir":"fw","packsPerSecond":3},
                 "nodes":[{"node":"n1","identity":"i1","key":"00112233445566778899aabbccddeeff","zone":"z","stations":["s"]}]}
                """.formatted(CLOUD_KEY), Map.of("TUOI_MQTT_PASSWORD", "from the environment"));
        assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/tuoi"));
        assertThat(settings.uplink().broker())
                .isEqualTo(new BrokerAddress(
                        "cloud.example",
                        8_884,
                        "u-gateway",
                        "u",
                        "from the environment",
                        true,
                        Path.of("/etc/tuoi/ca.pem")));
        assertThat(settings.uplink().bytesPerDay()).isEqualTo(5_000_000);
        assertThat(settings.uplink().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(settings.outbox()).isEqualTo(OutboxLimits.of(8 << 20, Duration.ofDays(30)));
        NodeServerSettings coap = settings.coap();
        assertThat(coap).isNotNull();
        assertThat(coap.address().getPort()).isEqualTo(5_685);
        assertThat(coap.plain()).isTrue();
        assertThat(coap.firmwareDir()).isEqualTo(Path.of("/etc/tuoi/fw"));
        assertThat(coap.packsPerSecond()).isEqualTo(3);
        assertThat(settings.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.prefix()).isEqualTo("z/"));
    }

    @Test
    void allProblemsAreToldAtOnceEachWithItsKey() {
        MalformedSettings malformed = catchThrowableOfType(MalformedSettings.class, () -> read("""
                        {"farm":"Tea Hill","cloudKey":"x","mqtt":{"zone":"Mars","caFile":"ca.pem","colour":"red"},
                         "coap":{"port":70000},
                         "nodes":[{"node":"n1","identity":"i1","key":"00"},
                                  {"node":"n2","identity":"i1","key":"00112233445566778899aabbccddeeff"},
                                  {"node":"n2","identity":"i1","key":"00112233445566778899aabbccddeeff"}]}
                        """, Map.of()));
        assertThat(malformed.lines())
                .anyMatch(line -> line.startsWith("/etc/tuoi/gateway.json: farm: must match"))
                .anyMatch(line -> line.contains("cloudKey: is no Ed25519 public key"))
                .anyMatch(line -> line.contains("mqtt.zone: must be a time zone"))
                .anyMatch(line -> line.contains("mqtt.caFile: is of no use"))
                .anyMatch(line -> line.contains("mqtt.colour: unknown key"))
                .anyMatch(line -> line.contains("coap.port: must be"))
                .anyMatch(line -> line.contains("nodes[0] (line 3): key of n1"))
                .anyMatch(line -> line.contains("identity \"i1\" of node \"n2\" is taken by node \"n2\""))
                .allMatch(line -> !line.contains("00112233445566778899aabbccddeeff"));
    }
}
