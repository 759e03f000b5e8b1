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
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.json.StrictJson;
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
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.gateway.coap.ReferenceNode;

/**
 * A farm of twelve zones as its settings, its cloud and its field see it: relays and the sensors of nine zones on an RS-485
 * bus, three zones with wireless nodes. One thread.
 */
final class BenchFarm implements Closeable {
    static final int ZONES = 12;
    private static final int NODES = 3;
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final FarmId FARM = new FarmId("bench-farm");

    /** What a node does when nothing else is set. */
    private static final int NODE_PERIOD_SECONDS = 300;

    private static final String NODE_KEY = "00112233445566778899aabbccddeeff";

    private final SigningKey key = SigningKey.generate();
    private final LocalBroker broker;
    private final FieldCable cable;
    private final int coapPort;
    private final List<ReferenceNode> nodes = new ArrayList<>();

    BenchFarm(LocalBroker broker, FieldCable cable) throws IOException, InterruptedException {
        this.broker = broker;
        this.cable = cable;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            this.coapPort = socket.getLocalPort();
        }
        sendPlan();
        broker.acknowledge("tuoi/v1/" + FARM + "/");
    }

    /** Sends the plan, as a cloud does whenever a farm connects. */
    void sendPlan() throws IOException, InterruptedException {
        publish(FarmTopic.PLAN, StrictJson.write(plan()));
    }

    /** Writes the settings of its agent, and the register maps of the two meters. */
    void writeSettings(Path file) throws IOException {
        Path maps = Files.createDirectories(file.resolveSibling("maps"));
        Files.writeString(maps.resolve("meter.json"), map("bench-meter", "flow", 0.1));
        Files.writeString(maps.resolve("tank.json"), map("bench-tank", "tank_level", 0.1));
        String wireless = IntStream.range(0, NODES)
                .mapToObj(i -> """
                        {"node":"n%d","identity":"n%d","key":"%s","zone":"zone-%d","periodSeconds":%d}""".formatted(i, i, NODE_KEY, FieldCable.PROBES + i, NODE_PERIOD_SECONDS))
                .collect(Collectors.joining(","));
        Files.writeString(file, """
                {"farm":"%s","dataDir":"data","cloudKey":"%s","registerMaps":"maps",
                 "mqtt":{"host":"127.0.0.1","port":%d,"tls":true,"caFile":"%s"},
                 "coap":{"host":"127.0.0.1","port":%d},"nodes":[%s],
                 "buses":[{"bus":"field","port":"%s","baud":%d}],
                 "stations":[%s],
                 "sensors":[%s]}
                """.formatted(
                        FARM,
                        key.verificationKey().encoded(),
                        broker.port(),
                        broker.authority(),
                        coapPort,
                        wireless,
                        cable.port(),
                        FieldCable.BAUD,
                        stations(),
                        sensors()));
    }

    private static String map(String name, String quantity, double scale) {
        return """
                {"map":"%s","about":"bench","values":[{"quantity":"%s","register":0,"type":"u16","scale":%s}]}
                """.formatted(name, quantity, scale);
    }

    private static String stations() {
        return IntStream.rangeClosed(0, ZONES)
                .mapToObj(i -> """
                        {"station":"%s","output":{"kind":"modbus-coil","bus":"field","slave":%d,"coil":%d}}""".formatted(i == ZONES ? "pump" : "valve-" + i, FieldCable.RELAYS, i))
                .collect(Collectors.joining(","));
    }

    private static String sensors() {
        String probes = IntStream.range(0, FieldCable.PROBES)
                .mapToObj(i -> device("zone-" + i, 1 + i, "soil-7in1", 60))
                .collect(Collectors.joining(","));
        return String.join(
                ",",
                probes,
                device("pump", FieldCable.WATER_METER, "bench-meter", 5),
                device("tank", FieldCable.TANK, "bench-tank", 60),
                device("weather", FieldCable.WEATHER, "weather-01f4", 60));
    }

    private static String device(String place, int slave, String map, int periodSeconds) {
        return """
                {"point":"%s","device":{"kind":"modbus","bus":"field","slave":%d,"map":"%s"},"reporting":{"periodSeconds":%d}}""".formatted(place, slave, map, periodSeconds);
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

    /** A third of the zones by the clock, by moisture, by balance; none of them starts by itself while this lasts. */
    private static Program program(int zone) {
        LocalTime far = LocalTime.now(ZONE).truncatedTo(ChronoUnit.MINUTES).plusHours(12);
        return switch (zone % 3) {
            case 0 -> Program.Calendar.daily(List.of(StartTime.clock(far)), Amount.ofMinutes(20));
            case 1 -> new Program.Moisture(null, 0.1, 0.2, null, 30, null, List.of(), null, null, null);
            default ->
                new Program.Balance(
                        null, null, null, null, null, List.of(new Window(far, far.plusHours(2))), null, null, null);
        };
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
                    null,
                    null,
                    program(i)));
        }
        WaterSource well = new WaterSource(
                "well", "Giếng", 80.0, 2, "pump", null, 2, 2, 1, "pump/flow", "tank/tank_level", 10.0, 25.0, null);
        return new FarmPlan(FARM, 1, "Bench", ZONE, 21.5, 105.75, 60, null, List.of(), List.of(well), zones);
    }

    @Override
    public void close() {
        nodes.forEach(ReferenceNode::close);
    }
}
