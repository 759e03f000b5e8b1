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
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import vn.tuoi.config.log.StderrLog;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.edge.pi4j.PiRig;
import vn.tuoi.gateway.coap.ReferenceNode;

/**
 * What {@code ./tuoi edge-archive} runs, so that the JVM learns which classes an agent uses: an agent on simulated
 * hardware that hears one reading of a wireless node, then ends. No line of the machine is touched and nothing leaves it.
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
        StderrLog.install(Level.SEVERE);
        Path folder = Files.createTempDirectory("tuoi-archive");
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path settings = folder.resolve("edge.json");
        Files.writeString(
                settings, """
                {"farm":"archive","hardware":"simulated","cloudKey":"%s","mqtt":{"port":%d},"telemetry":{"batchSeconds":1},
                 "coap":{"port":%d},"nodes":[{"node":"n1","identity":"n1","key":"%s"}]}
                """.formatted(SigningKey.generate().verificationKey().encoded(), NOBODY, port, KEY));
        EdgeMain edge = new EdgeMain(System.out, System.err, Map.of());
        Thread agent = new Thread(() -> edge.execute("--config", settings.toString()), "agent");
        agent.setDaemon(true);
        agent.start();
        boolean heard = hear(port);
        greetOverTls();
        PiRig.warmUp();
        boolean unusedAnswer = KernelClock.isSynchronised();
        System.exit(heard ? 0 : 1);
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
