package vn.tuoi.gateway;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.sign.VerificationKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.coap.NodeServerSettings;
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
 */
public record GatewaySettings(
        Path dataDir,
        UplinkSettings uplink,
        OutboxLimits outbox,
        @Nullable NodeServerSettings coap,
        List<NodeSettings> nodes) {
    private static final int MEBIBYTE = 1 << 20;

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
        boolean tls = settings.flag("mqtt.tls", false);
        BrokerAddress broker = new BrokerAddress(
                settings.text("mqtt.host", "127.0.0.1"),
                settings.integer("mqtt.port", tls ? 8883 : 1883, 1, 65_535),
                settings.text("mqtt.username", farm.value()),
                settings.optionalText("mqtt.password"),
                tls,
                caFile(settings, tls));
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
        return new GatewaySettings(dataDir, uplink, outbox, coap(settings, nodes), nodes);
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

    private static @Nullable Path caFile(Settings settings, boolean tls) {
        String file = settings.optionalText("mqtt.caFile");
        if (file == null) {
            return null;
        }
        if (!tls) {
            settings.problem("mqtt.caFile", "is of no use without mqtt.tls");
        }
        return settings.path("mqtt.caFile", file);
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
