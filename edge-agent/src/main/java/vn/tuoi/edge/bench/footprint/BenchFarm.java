package vn.tuoi.edge.bench.footprint;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.coap.ReferenceNode;

/** A farm of twelve zones with three wireless nodes, as its settings, its cloud and its nodes see it. One thread. */
final class BenchFarm implements Closeable {
    static final int ZONES = 12;
    private static final int NODES = 3;
    private static final FarmId FARM = new FarmId("bench-farm");

    /** What a node does when nothing else is set. */
    private static final int NODE_PERIOD_SECONDS = 300;

    private static final String NODE_KEY = "00112233445566778899aabbccddeeff";

    private final SigningKey key = SigningKey.generate();
    private final LocalBroker broker;
    private final int coapPort;
    private final List<ReferenceNode> nodes = new ArrayList<>();

    BenchFarm(LocalBroker broker) throws IOException, InterruptedException {
        this.broker = broker;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            this.coapPort = socket.getLocalPort();
        }
        publish(FarmTopic.PLAN, StrictJson.write(plan()));
        broker.acknowledge("tuoi/v1/" + FARM + "/");
    }

    /** Writes the settings of its agent. */
    void writeSettings(Path file) throws IOException {
        String wireless = IntStream.range(0, NODES)
                .mapToObj(i ->
                        "{\"node\":\"n%d\",\"identity\":\"n%d\",\"key\":\"%s\",\"zone\":\"zone-%d\",\"periodSeconds\":%d}"
                                .formatted(i, i, NODE_KEY, i, NODE_PERIOD_SECONDS))
                .collect(Collectors.joining(","));
        Files.writeString(file, """
                {"farm":"%s","dataDir":"data","hardware":"simulated","cloudKey":"%s",
                 "mqtt":{"host":"127.0.0.1","port":%d,"tls":true,"caFile":"%s"},
                 "telemetry":{"batchSeconds":30},
                 "coap":{"host":"127.0.0.1","port":%d},"nodes":[%s]}
                """.formatted(
                        FARM, key.verificationKey().encoded(), broker.port(), broker.authority(), coapPort, wireless));
    }

    /** Lets its nodes measure. */
    void startNodes() throws IOException {
        for (int i = 0; i < NODES; i++) {
            nodes.add(ReferenceNode.start(
                    new ReferenceNode.Settings(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), coapPort),
                            "n" + i,
                            NODE_KEY,
                            List.of(),
                            Duration.ofSeconds(NODE_PERIOD_SECONDS)),
                    InstantSource.system(),
                    BenchFarm::readings,
                    (station, open) -> open));
        }
    }

    private static List<Reading> readings() {
        long now = System.currentTimeMillis();
        return List.of(
                Reading.ofNumber("soil_moisture", "/", now, 0.25 + now % 1_000 * 1e-5),
                Reading.ofNumber("battery", "V", now, 3.6));
    }

    /** How many readings of nodes the agent has taken. */
    long takenFromNodes() {
        return nodes.stream().mapToLong(ReferenceNode::takenReadings).sum();
    }

    /** Has a zone watered for a minute. */
    void water(int zone) throws IOException, InterruptedException {
        Instant now = Instant.now();
        publish(
                FarmTopic.COMMAND,
                StrictJson.write(Command.waterMinutes(
                        UUID.randomUUID(), "zone-" + zone % ZONES, 1, now, now.plusSeconds(3_600), "bench")));
    }

    private void publish(FarmTopic topic, byte[] payload) throws IOException, InterruptedException {
        broker.publish(topic.of(FARM), key.sign(topic.of(FARM), payload), topic.retained());
    }

    private static FarmPlan plan() {
        List<Zone> zones = new ArrayList<>();
        for (int i = 0; i < ZONES; i++) {
            zones.add(new Zone(
                    "zone-" + i,
                    "Khu " + i,
                    null,
                    "valve-" + i,
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
                    "zone-" + i + "/flow",
                    null,
                    null));
        }
        WaterSource well = new WaterSource(
                "well", "Giếng", 80.0, 2, "pump", null, 2, 2, 1, "pump/flow", "tank/tank_level", 10.0, 25.0, null);
        return new FarmPlan(
                FARM,
                1,
                "Bench",
                ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.75,
                60,
                null,
                List.of(),
                List.of(well),
                zones);
    }

    @Override
    public void close() {
        nodes.forEach(ReferenceNode::close);
    }
}
