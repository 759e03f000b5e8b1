package vn.tuoi.gateway;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.sign.VerificationKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.coap.NodeServerSettings;
import vn.tuoi.gateway.homeassistant.HomeAssistantSettings;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.outbox.OutboxLimits;
import vn.tuoi.gateway.uplink.BrokerAddress;
import vn.tuoi.gateway.uplink.UplinkSettings;

/**
 * What a gateway needs to start.
 *
 * @param dataDir where the outbox lies
 * @param uplink the way to the cloud, and which farm this is
 * @param outbox how much may wait
 * @param coap where nodes are served; null when there are none
 * @param nodes the wireless nodes
 * @param homeAssistant where the farm is shown beside; null for nowhere
 */
public record GatewaySettings(
        Path dataDir,
        UplinkSettings uplink,
        OutboxLimits outbox,
        @Nullable NodeServerSettings coap,
        List<NodeSettings> nodes,
        @Nullable HomeAssistantSettings homeAssistant) {
    private static final int MEBIBYTE = 1 << 20;
    private static final Pattern DISCOVERY_PREFIX = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,3}");

    public GatewaySettings {
        nodes = List.copyOf(nodes);
    }

    public FarmId farm() {
        return uplink.farm();
    }

    /**
     * Reads the keys that a gateway owns. Problems are noted in {@code settings}; the value may be used only after {@link
     * Settings#finish()} found none.
     */
    public static GatewaySettings read(Settings settings) {
        FarmId farm = farm(settings);
        Path dataDir = settings.path("dataDir", "data");
        String username = settings.text("mqtt.username", farm.value());
        String clientId = settings.text("mqtt.clientId", username);
        if (!clientId.equals(username) && !clientId.startsWith(username + "-")) {
            settings.problem("mqtt.clientId", "must be \"" + username + "\" or begin with \"" + username + "-\"");
        }
        BrokerAddress broker = broker(settings, "mqtt", clientId, username);
        UplinkSettings uplink = new UplinkSettings(
                farm,
                broker,
                cloudKey(settings),
                settings.integer("mqtt.bytesPerDay", 0, 0, Integer.MAX_VALUE),
                zone(settings));
        OutboxLimits outbox = OutboxLimits.of(
                settings.integer("outbox.maxBytes", 256 * MEBIBYTE, 4 * MEBIBYTE, Integer.MAX_VALUE),
                Duration.ofDays(settings.integer("outbox.maxDays", 400, 1, 3_650)));
        List<NodeSettings> nodes = settings.list("nodes", NodeSettings.class);
        NodeRegistry.problems(nodes).forEach(problem -> settings.problem("nodes", problem));
        return new GatewaySettings(
                dataDir, uplink, outbox, coap(settings, nodes), nodes, homeAssistant(settings, farm));
    }

    private static BrokerAddress broker(Settings settings, String at, String clientId, @Nullable String username) {
        boolean tls = settings.flag(at + ".tls", false);
        return new BrokerAddress(
                settings.text(at + ".host", "127.0.0.1"),
                settings.integer(at + ".port", tls ? 8883 : 1883, 1, 65_535),
                clientId,
                username,
                settings.optionalText(at + ".password"),
                tls,
                caFile(settings, at, tls));
    }

    private static @Nullable HomeAssistantSettings homeAssistant(Settings settings, FarmId farm) {
        boolean enabled = settings.flag("homeAssistant.enabled", false);
        String username = settings.optionalText("homeAssistant.username");
        String clientId = (username == null ? "tuoi" : username) + "-" + farm;
        BrokerAddress broker = broker(settings, "homeAssistant", clientId, username);
        String prefix = settings.text("homeAssistant.discoveryPrefix", "homeassistant");
        if (!DISCOVERY_PREFIX.matcher(prefix).matches()) {
            settings.problem(
                    "homeAssistant.discoveryPrefix", "must be a topic such as homeassistant, not \"" + prefix + "\"");
        }
        HomeAssistantSettings.Language language =
                settings.choice("homeAssistant.language", HomeAssistantSettings.Language.VI);
        return enabled ? new HomeAssistantSettings(broker, prefix, language) : null;
    }

    private static FarmId farm(Settings settings) {
        String farm = settings.text("farm");
        if (FarmId.isValid(farm)) {
            return new FarmId(farm);
        }
        if (!farm.isEmpty()) {
            settings.problem("farm", "must match [a-z0-9][a-z0-9-]{1,30}, not \"" + farm + "\"");
        }
        return new FarmId("no-farm");
    }

    private static VerificationKey cloudKey(Settings settings) {
        String key = settings.text("cloudKey");
        try {
            return VerificationKey.decode(key);
        } catch (IllegalArgumentException e) {
            if (!key.isEmpty()) {
                settings.problem("cloudKey", "is no Ed25519 public key; take it from the cloud's enrolment answer");
            }
            // a key that nobody holds: nothing would ever be taken
            return SigningKey.generate().verificationKey();
        }
    }

    private static ZoneId zone(Settings settings) {
        String zone = settings.text("mqtt.zone", "Asia/Ho_Chi_Minh");
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            settings.problem("mqtt.zone", "must be a time zone such as Asia/Ho_Chi_Minh, not \"" + zone + "\"");
            return ZoneId.of("UTC");
        }
    }

    private static @Nullable Path caFile(Settings settings, String at, boolean tls) {
        String file = settings.optionalText(at + ".caFile");
        if (file == null) {
            return null;
        }
        if (!tls) {
            settings.problem(at + ".caFile", "is of no use without " + at + ".tls");
        }
        return settings.path(at + ".caFile", file);
    }

    private static @Nullable NodeServerSettings coap(Settings settings, List<NodeSettings> nodes) {
        boolean enabled = settings.flag("coap.enabled", !nodes.isEmpty());
        String host = settings.text("coap.host", "127.0.0.1");
        int port = settings.integer("coap.port", 5_684, 0, 65_535);
        boolean plain = settings.flag("coap.plain", false);
        Path firmwareDir =
                settings.optionalText("coap.firmwareDir") == null ? null : settings.path("coap.firmwareDir", "");
        int packsPerSecond = settings.integer("coap.packsPerSecond", 10, 1, 100_000);
        if (!enabled) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            settings.problem("coap.host", "cannot be resolved: \"" + host + "\"");
        }
        return new NodeServerSettings(address, plain, firmwareDir, packsPerSecond);
    }
}
