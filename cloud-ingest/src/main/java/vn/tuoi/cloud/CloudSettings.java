package vn.tuoi.cloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.mqtt.BrokerAddress;
import vn.tuoi.cloud.spool.SpoolLimits;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;
import vn.tuoi.config.settings.MalformedSettings;
import vn.tuoi.config.settings.Settings;

/**
 * The settings of a cloud process.
 *
 * @param dataDir databases, keys and the embedded broker's store
 * @param node name of this process among others at the same broker
 * @param administratorPhone who may sign in after the first start; null when accounts are there already
 */
public record CloudSettings(
        Path dataDir,
        String node,
        Http http,
        Broker broker,
        Telemetry telemetry,
        @Nullable String administratorPhone,
        Intake intake) {
    /**
     * Where people come in.
     *
     * @param secureCookie true when browsers reach this by HTTPS
     */
    public record Http(String host, int port, boolean secureCookie) {}

    /** Which broker carries the messages. */
    public sealed interface Broker {
        /** One of our own, in this process. */
        record Embedded(String host, int port) implements Broker {}

        /** One that runs by itself. */
        record External(BrokerAddress address) implements Broker {}
    }

    /**
     * Where telemetry lies, and for how long.
     *
     * @param influx null for the SQLite file in the data folder
     * @param retention of readings and rollups
     */
    public record Telemetry(@Nullable InfluxAddress influx, Retention retention) {}

    private static final int MAX_KEEP_DAYS = 3_660;

    /**
     * How telemetry is taken in.
     *
     * @param maxAhead how far a reading's time may be ahead of the farms' clock
     * @param spoolFolder where the spool lies
     */
    public record Intake(Duration maxAhead, Path spoolFolder, SpoolLimits spool) {
        /** What holds when nothing is set. */
        public static Intake defaults(Path dataDir) {
            return new Intake(
                    Duration.ofMinutes(10), dataDir, new SpoolLimits(4L << 30, Duration.ofDays(3), 512L << 20));
        }
    }

    private enum StoreKind {
        SQLITE,
        INFLUXDB
    }

    /** Reads and checks all settings. @throws MalformedSettings with everything that is wrong */
    public static CloudSettings read(Settings settings) throws MalformedSettings {
        Path dataDir = settings.path("dataDir", "data");
        String node = settings.text("node", "1");
        if (!node.matches("[a-z0-9-]{1,20}")) {
            settings.problem("node", "must match [a-z0-9-]{1,20}, not \"" + node + "\"");
        }
        Http http = new Http(
                settings.text("http.host", "127.0.0.1"),
                settings.integer("http.port", 8080, 0, 65_535),
                settings.flag("http.secureCookie", false));
        Broker broker = broker(settings);
        InfluxAddress influx = influx(settings);
        Telemetry telemetry = new Telemetry(influx, retention(settings, influx != null));
        String phone = settings.optionalText("administrator.phone");
        Intake intake = intake(settings, dataDir);
        settings.finish();
        return new CloudSettings(dataDir, node, http, broker, telemetry, phone, intake);
    }

    private static Broker broker(Settings settings) {
        String host = settings.text("mqtt.host", "127.0.0.1");
        int port = settings.integer("mqtt.port", 1883, 0, 65_535);
        boolean embedded = settings.flag("mqtt.embedded", true);
        if (embedded) {
            return new Broker.Embedded(host, port);
        }
        String scheme = settings.flag("mqtt.tls", true) ? "ssl" : "tcp";
        return new Broker.External(new BrokerAddress(
                String.format(Locale.ROOT, "%s://%s:%d", scheme, host, port),
                settings.text("mqtt.username"),
                settings.text("mqtt.password")));
    }

    private static Retention retention(Settings settings, boolean influx) {
        int keepDays = settings.integer("store.keepDays", 400, 1, MAX_KEEP_DAYS);
        int keepRollupDays = settings.integer("store.keepRollupDays", Math.max(keepDays, 3_660), 1, MAX_KEEP_DAYS);
        if (keepRollupDays < keepDays) {
            settings.problem("store.keepRollupDays", "must not be below store.keepDays, which is " + keepDays);
        }
        int maxMegabytes = settings.integer("store.maxMegabytes", 0, 0, Integer.MAX_VALUE);
        if (influx && maxMegabytes > 0) {
            settings.problem(
                    "store.maxMegabytes",
                    "is for the SQLite store alone: InfluxDB can only limit by age, store.keepDays");
        }
        return new Retention(
                Duration.ofDays(keepDays),
                Duration.ofDays(Math.max(keepDays, keepRollupDays)),
                maxMegabytes == 0 ? Retention.NO_LIMIT : (long) maxMegabytes << 20);
    }

    private static Intake intake(Settings settings, Path dataDir) {
        return new Intake(
                Duration.ofMinutes(settings.integer("intake.maxAheadMinutes", 10, 0, 1_440)),
                settings.path("spool.folder", dataDir.toString()),
                new SpoolLimits(
                        (long) settings.integer("spool.maxMegabytes", 4_096, 0, 1 << 20) << 20,
                        Duration.ofHours(settings.integer("spool.maxHours", 72, 1, 8_760)),
                        (long) settings.integer("spool.minFreeMegabytes", 512, 0, 1 << 20) << 20));
    }

    private static @Nullable InfluxAddress influx(Settings settings) {
        if (settings.choice("store.kind", StoreKind.SQLITE) == StoreKind.SQLITE) {
            return null;
        }
        String token = settings.optionalText("influxdb.token");
        String user = settings.optionalText("influxdb.user");
        String password = settings.optionalText("influxdb.password");
        if (token == null && (user == null || password == null)) {
            settings.problem("influxdb.token", "is required, or influxdb.user and influxdb.password of a 1.x server");
        }
        return new InfluxAddress(
                settings.text("influxdb.url", "http://127.0.0.1:8086"),
                settings.text("influxdb.bucket", "tuoi"),
                settings.text("influxdb.retentionPolicy", "autogen"),
                user,
                password,
                token,
                settings.text("influxdb.organization", "tuoi"));
    }
}
