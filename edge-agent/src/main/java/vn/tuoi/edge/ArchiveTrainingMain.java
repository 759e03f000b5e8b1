package vn.tuoi.edge;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.plan.Amount;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.Program;
import vn.tuoi.config.plan.StartTime;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Window;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.gateway.coap.ReferenceNode;

/**
 * What {@code ./tuoi edge-archive} runs, so that the JVM learns which classes an agent uses: an agent with a plan, relays
 * and probes on an RS-485 port that does not exist, that hears one reading of a wireless node, then ends. No line of the
 * machine is touched and nothing leaves it.
 */
public final class ArchiveTrainingMain {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long LOOK_MS = 200;

    /** A closed port: the connection is tried, refused, and tried again. */
    private static final int NOBODY = 9;

    private ArchiveTrainingMain() {}

    /** Exits with 1 when the agent did not come so far. */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        // that the port does not exist is no news
        StderrLog.install(Level.OFF);
        Path folder = Files.createTempDirectory("tuoi-archive");
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path settings = folder.resolve("edge.json");
        SigningKey key = SigningKey.generate();
        Files.writeString(settings, """
                {"farm":"archive","dataDir":"data","cloudKey":"%s","mqtt":{"port":%d},"telemetry":{"batchSeconds":1},
                 "coap":{"port":%d},"nodes":[{"node":"n1","identity":"n1","key":"%s"}],
                 "buses":[{"bus":"field","port":"/dev/no-such-port"}],
                 "stations":[{"station":"pump","output":{"kind":"modbus-coil","bus":"field","slave":2,"coil":0}},
                             {"station":"valve","output":{"kind":"modbus-coil","bus":"field","slave":2,"coil":1}}],
                 "sensors":[{"point":"a","device":{"kind":"modbus","bus":"field","slave":1,"map":"soil-7in1"}}]}
                """.formatted(key.verificationKey().encoded(), NOBODY, port, KEY));
        Files.write(Files.createDirectory(folder.resolve("data")).resolve("plan.json"), StrictJson.write(plan()));
        EdgeMain edge = new EdgeMain(System.out, System.err, Map.of());
        Thread agent = new Thread(() -> edge.execute("--config", settings.toString()), "agent");
        agent.setDaemon(true);
        agent.start();
        boolean heard = hear(port);
        greetOverTls();
        System.exit(heard ? 0 : 1);
    }

    /** A zone of each kind that a wired farm has. */
    private static FarmPlan plan() {
        LocalTime morning = LocalTime.of(5, 0);
        List<Program> programs = List.of(
                Program.Calendar.daily(List.of(StartTime.clock(morning)), Amount.ofMinutes(20)),
                new Program.Moisture(null, 0.1, 0.2, null, 30, null, List.of(), null, null, null),
                new Program.Balance(
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(new Window(morning, morning.plusHours(2))),
                        null,
                        null,
                        null));
        List<Zone> zones = new ArrayList<>();
        for (Program program : programs) {
            String id = "abc".substring(zones.size(), zones.size() + 1);
            zones.add(new Zone(
                    id,
                    id,
                    null,
                    "valve",
                    "well",
                    null,
                    500,
                    "tea_unshaded",
                    "silty_clay_loam",
                    null,
                    null,
                    25.0,
                    null,
                    60,
                    null,
                    null,
                    program));
        }
        WaterSource well = new WaterSource(
                "well", "Well", 80.0, 2, "pump", null, 2, 2, 1, "pump/flow", "tank/tank_level", 10.0, 25.0, null);
        return new FarmPlan(
                new FarmId("archive"),
                1,
                "Archive",
                ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.75,
                60,
                null,
                List.of(),
                List.of(well),
                zones);
    }

    private static boolean hear(int port) throws IOException, InterruptedException {
        ReferenceNode.Settings settings = new ReferenceNode.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "n1",
                KEY,
                List.of(),
                Duration.ofSeconds(1));
        try (ReferenceNode node = ReferenceNode.start(
                settings,
                InstantSource.system(),
                () -> List.of(Reading.ofNumber("soil_moisture", "/", System.currentTimeMillis(), 0.3)),
                (station, open) -> open)) {
            long end = System.nanoTime() + LONGEST.toNanos();
            while (node.takenReadings() < 2 && System.nanoTime() < end) {
                Thread.sleep(LOOK_MS);
            }
            return node.takenReadings() > 0;
        }
    }

    /** The first message of a handshake, which loads most of what TLS needs. */
    private static void greetOverTls() throws IOException, GeneralSecurityException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var unusedResult = engine.wrap(ByteBuffer.allocate(0), hello);
    }
}
