package vn.tuoi.gateway.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.senml.SenmlEncoder;
import vn.tuoi.config.senml.SenmlFormat;
import vn.tuoi.gateway.node.NodeRegistry;
import vn.tuoi.gateway.node.NodeSettings;
import vn.tuoi.gateway.node.ValveLeases;

/** The CoAP server as libcoap and Californium clients see it. */
final class NodeServerIT {
    private static final String SECRET = "tea-and-water-16";
    private static final String OTHER_SECRET = "other-water-key1";
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final long NOW_MS = 1_764_000_000_000L;
    private static final String MOISTURE = "[{\"n\":\"soil_moisture\",\"u\":\"/\",\"v\":0.31}]";

    @TempDir
    Path firmware;

    private final ValveLeases leases = new ValveLeases();
    private final List<Reading> taken = new CopyOnWriteArrayList<>();
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<CoapEndpoint> clients = new ArrayList<>();
    private NodeServer server;

    private static NodeSettings node(String id, String secret, String... stations) {
        String key = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII));
        return new NodeSettings(id, id, key, id.equals("n1") ? "tea-1" : null, List.of(stations), null);
    }

    @BeforeEach
    void start() throws IOException {
        server = start(false);
        server.replaceNodes(List.of(node("n1", SECRET, "v1"), node("n2", SECRET, "v2")));
    }

    private NodeServer start(boolean plain) throws IOException {
        return NodeServer.start(
                new NodeServerSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), plain, firmware, 10),
                new NodeRegistry(),
                leases,
                InstantSource.fixed(Instant.ofEpochMilli(NOW_MS)),
                (node, readings) -> {
                    if (full.get()) {
                        return CompletableFuture.failedFuture(new IllegalStateException("full"));
                    }
                    taken.addAll(readings);
                    return CompletableFuture.completedFuture(1L);
                });
    }

    @AfterEach
    void stop() {
        clients.forEach(CoapEndpoint::destroy);
        server.close();
    }

    private String uri(String path) {
        return "coaps://127.0.0.1:" + server.address().getPort() + path;
    }

    private String libcoap(String identity, String secret, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-u", identity, "-k", secret, "-B", "5"));
        arguments.addAll(List.of(more));
        return LibcoapClient.run(arguments.toArray(String[]::new));
    }

    /** A Californium client with a connection of its own. */
    private CoapClient client(String identity, String secret, InetSocketAddress address, String path) {
        Configuration configuration = CoapSettings.client();
        CoapEndpoint endpoint = new CoapEndpoint.Builder()
                .setConfiguration(configuration)
                .setConnector(new DTLSConnector(CoapSettings.dtlsClient(
                        configuration,
                        address,
                        new AdvancedSinglePskStore(identity, secret.getBytes(StandardCharsets.US_ASCII)))))
                .build();
        clients.add(endpoint);
        CoapClient client = new CoapClient("coaps://127.0.0.1:" + address.getPort() + path);
        client.setEndpoint(endpoint);
        client.setTimeout(5_000L);
        return client;
    }

    @Test
    void libcoapPostsJsonAndTheReadingIsNamedBelowTheZone() throws IOException, InterruptedException {
        String printed = libcoap("n1", SECRET, "-m", "post", "-t", "110", "-e", MOISTURE, uri("/t"));
        assertThat(printed).doesNotContain("4.", "5.");
        assertThat(taken).containsExactly(Reading.ofNumber("tea-1/soil_moisture", "/", NOW_MS, 0.31));
    }

    @Test
    void libcoapPostsCborInBlocks(@TempDir Path directory) throws IOException, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            readings.add(Reading.ofNumber("flow", "l/min", NOW_MS - i * 1_000L, i * 0.1));
        }
        Path pack = directory.resolve("pack.cbor");
        Files.write(pack, new SenmlEncoder().encode(SenmlFormat.CBOR, "", readings));
        assertThat(Files.size(pack)).isGreaterThan(2_000);
        libcoap("n2", SECRET, "-m", "post", "-t", "112", "-b", "512", "-f", pack.toString(), uri("/t"));
        assertThat(taken).hasSize(200).first().isEqualTo(Reading.ofNumber("n2/flow", "l/min", NOW_MS, 0));
    }

    @Test
    void libcoapReadsTimeConfigurationLeasesAndTheListOfResources() throws IOException, InterruptedException {
        assertThat(libcoap("n1", SECRET, uri("/time"))).contains("1764000000");
        assertThat(libcoap("n1", SECRET, uri("/c")))
                .contains("{\"node\":\"n1\",\"periodSeconds\":300,\"stations\":[\"v1\"],\"zone\":\"tea-1\"}");
        assertThat(libcoap("n1", SECRET, uri("/v")))
                .contains("[{\"station\":\"v1\",\"open\":false,\"leaseSeconds\":0}]");
        assertThat(libcoap("n1", SECRET, uri("/.well-known/core")))
                .contains("</t>", "</v>", "</c>", "</time>", "</fw>");
    }

    @Test
    void libcoapObservesItsLeasesAndNobodyElses() throws IOException {
        Process observer = LibcoapClient.start("-u", "n1", "-k", SECRET, "-s", "20", uri("/v"));
        StringBuilder printed = printedBy(observer);
        try {
            await().atMost(SOON).untilAsserted(() -> assertThat(text(printed)).contains("\"open\":false"));
            leases.open("v2", Duration.ofSeconds(50), System.nanoTime());
            server.leaseChanged("v2");
            leases.open("v1", Duration.ofSeconds(50), System.nanoTime());
            server.leaseChanged("v1");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(text(printed))
                            .contains("{\"station\":\"v1\",\"open\":true,\"leaseSeconds\":50}"));
            assertThat(text(printed)).doesNotContain("v2");
        } finally {
            observer.destroyForcibly();
        }
    }

    /** What a process prints, as it comes. */
    private static StringBuilder printedBy(Process process) {
        StringBuilder printed = new StringBuilder();
        new Thread(() -> {
                    try {
                        for (int c = process.getInputStream().read();
                                c >= 0;
                                c = process.getInputStream().read()) {
                            synchronized (printed) {
                                printed.append((char) c);
                            }
                        }
                    } catch (IOException e) {
                        // it was ended
                    }
                })
                .start();
        return printed;
    }

    private static String text(StringBuilder printed) {
        synchronized (printed) {
            return printed.toString();
        }
    }

    @Test
    void aWrongKeyOrAnUnknownIdentityGetsNoAnswer() throws IOException, InterruptedException {
        libcoap("n1", OTHER_SECRET, "-m", "post", "-t", "110", "-e", MOISTURE, uri("/t"));
        libcoap("nobody", SECRET, "-m", "post", "-t", "110", "-e", MOISTURE, uri("/t"));
        assertThat(taken).isEmpty();
        assertThat(server.counters()).isEqualTo(new NodeServerCounters(0, 0, 0, 0));
    }

    @Test
    void badPacksGetTheirReasonAndNothingOfThemIsTaken() throws IOException, InterruptedException {
        String half = "[{\"n\":\"flow\",\"v\":1},{\"n\":\"flow\"";
        assertThat(libcoap("n1", SECRET, "-m", "post", "-t", "110", "-e", half, uri("/t")))
                .contains("4.00", "record 2");
        assertThat(libcoap("n1", SECRET, "-m", "post", "-t", "110", "-e", "[]", uri("/t")))
                .contains("4.00");
        assertThat(libcoap("n1", SECRET, "-m", "post", "-t", "50", "-e", MOISTURE, uri("/t")))
                .contains("4.15");
        assertThat(taken).isEmpty();
        assertThat(server.counters().refused()).isEqualTo(3);
    }

    @Test
    void oversizePacksAreRefusedAsTooLarge() throws ConnectorException, IOException {
        CoapClient client = client("n1", SECRET, server.address(), "/t");
        StringBuilder tooMany = new StringBuilder("[{\"n\":\"a\",\"v\":1}");
        tooMany.append(",{\"n\":\"a\",\"v\":1}".repeat(1_000)).append(']');
        assertThat(client.post(tooMany.toString(), 110).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        byte[] tooLong = new byte[70_000];
        CoapResponse answer = client.post(tooLong, 110);
        assertThat(answer.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(taken).isEmpty();
    }

    @Test
    void aFullOutboxAsksToComeBackLater() throws ConnectorException, IOException {
        full.set(true);
        CoapResponse answer = client("n1", SECRET, server.address(), "/t").post(MOISTURE, 110);
        assertThat(answer.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(answer.getOptions().getMaxAge()).isEqualTo(30);
        assertThat(server.counters().busy()).isEqualTo(1);
    }

    @Test
    void aNodeThatSendsWithoutPauseIsSlowedDownAndOthersAreNot() throws ConnectorException, IOException {
        CoapClient eager = client("n1", SECRET, server.address(), "/t");
        ResponseCode code = ResponseCode.CHANGED;
        for (int i = 0; i < 300 && code == ResponseCode.CHANGED; i++) {
            code = eager.post(MOISTURE, 110).getCode();
        }
        assertThat(code).isEqualTo(ResponseCode.TOO_MANY_REQUESTS);
        assertThat(client("n2", SECRET, server.address(), "/t")
                        .post(MOISTURE, 110)
                        .getCode())
                .isEqualTo(ResponseCode.CHANGED);
    }

    @Test
    void aReplayedDatagramHasNoEffect() throws IOException, ConnectorException {
        try (UdpRelay relay = new UdpRelay(server.address())) {
            CoapClient client = client("n1", SECRET, relay.address(), "/t");
            assertThat(client.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(taken).hasSize(1);
            relay.replay();
            assertThat(client.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(taken).hasSize(2);
            assertThat(server.counters().accepted()).isEqualTo(2);
        }
    }

    @Test
    void aNodeWhoseAddressChangesGoesOnWithoutAnotherHandshake() throws IOException, ConnectorException {
        try (UdpRelay relay = new UdpRelay(server.address())) {
            CoapClient client = client("n1", SECRET, relay.address(), "/t");
            assertThat(client.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
            int before = relay.count();

            relay.changeAddress();
            assertThat(client.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);

            assertThat(taken).hasSize(2);
            // one record with a connection id (RFC 9146: content type 25), and no handshake
            assertThat(relay.since(before))
                    .allSatisfy(datagram -> assertThat(datagram[0]).isEqualTo((byte) 25));
        }
    }

    @Test
    void aMessageThatComesTwiceIsTakenOnceAndGetsTheSameAnswer() throws IOException {
        try (NodeServer plain = start(true);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            plain.replaceNodes(List.of(node("n1", SECRET)));
            socket.setSoTimeout(5_000);
            byte[] post = plainPost();
            byte[] first = ask(socket, plain.address(), post);
            byte[] again = ask(socket, plain.address(), post);
            assertThat(again).isEqualTo(first);
            assertThat(taken).hasSize(1);
        }
    }

    /** A confirmable {@code POST /t?node=n1} with a token, as bytes (RFC 7252 section 3). */
    private static byte[] plainPost() {
        byte[] head = {
            0x44,
            0x02,
            0x12,
            0x34,
            1,
            2,
            3,
            4,
            (byte) 0xB1,
            't',
            0x11,
            110,
            0x37,
            'n',
            'o',
            'd',
            'e',
            '=',
            'n',
            '1',
            (byte) 0xFF
        };
        byte[] payload = MOISTURE.getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, message, head.length, payload.length);
        return message;
    }

    private static byte[] ask(DatagramSocket socket, InetSocketAddress server, byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, server));
        byte[] buffer = new byte[2_048];
        DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
        socket.receive(answer);
        return Arrays.copyOf(buffer, answer.getLength());
    }

    @Test
    void libcoapObservesItsConfigurationAndIsToldWhenItChanges() throws IOException {
        Process observer = LibcoapClient.start("-u", "n1", "-k", SECRET, "-s", "20", uri("/c"));
        StringBuilder printed = printedBy(observer);
        try {
            await().atMost(SOON).untilAsserted(() -> assertThat(text(printed)).contains("\"periodSeconds\":300"));
            NodeSettings old = node("n1", SECRET, "v1");
            server.replaceNodes(
                    List.of(new NodeSettings(old.node(), old.identity(), old.key(), old.zone(), old.stations(), 60)));
            await().atMost(SOON).untilAsserted(() -> assertThat(text(printed)).contains("\"periodSeconds\":60"));
        } finally {
            observer.destroyForcibly();
        }
    }

    @Test
    void aNodeThatIsTakenOutIsCutOffAndANewOneIsLetInWithoutARestart() throws ConnectorException, IOException {
        CoapClient first = client("n1", SECRET, server.address(), "/t");
        assertThat(first.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);

        server.replaceNodes(List.of(node("n2", OTHER_SECRET), node("n3", SECRET)));

        first.setTimeout(1_000L);
        assertThat(first.post(MOISTURE, 110)).isNull();
        assertThat(client("n3", SECRET, server.address(), "/t")
                        .post(MOISTURE, 110)
                        .getCode())
                .isEqualTo(ResponseCode.CHANGED);
        assertThat(client("n2", OTHER_SECRET, server.address(), "/t")
                        .post(MOISTURE, 110)
                        .getCode())
                .isEqualTo(ResponseCode.CHANGED);
        assertThat(taken).hasSize(3);
    }

    @Test
    void aClientOfALoopbackGatewayListensOnLoopbackOnly() throws ConnectorException, IOException {
        assertThat(client("n1", SECRET, server.address(), "/t")
                        .post(MOISTURE, 110)
                        .getCode())
                .isEqualTo(ResponseCode.CHANGED);

        assertThat(clients)
                .last()
                .satisfies(endpoint -> assertThat(
                                endpoint.getAddress().getAddress().isLoopbackAddress())
                        .isTrue());
    }

    @Test
    void aFloodOfFailingHandshakesDoesNotStopGoodNodes() throws ConnectorException, IOException, InterruptedException {
        CoapClient good = client("n1", SECRET, server.address(), "/t");
        // a flood may cost datagrams; a node sends again after 2, 4 and 8 s (RFC 7252 section 4.2) and must get through
        good.setTimeout(30_000L);
        assertThat(good.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            CoapClient attacker = client("n2", OTHER_SECRET, server.address(), "/t");
            attacker.setTimeout(200L);
            Thread thread = new Thread(() -> {
                while (!over.get()) {
                    try {
                        attacker.post(MOISTURE, 110);
                    } catch (ConnectorException | IOException e) {
                        // refused, as it should be
                        Thread.onSpinWait();
                    }
                }
            });
            thread.start();
            attackers.add(thread);
        }
        Thread garbage = new Thread(() -> garbage(over));
        garbage.start();
        attackers.add(garbage);
        try {
            for (int i = 0; i < 30; i++) {
                assertThat(good.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
            }
            CoapClient late = client("n2", SECRET, server.address(), "/t");
            late.setTimeout(30_000L);
            assertThat(late.post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.CHANGED);
        } finally {
            over.set(true);
            for (Thread attacker : attackers) {
                attacker.join();
            }
        }
        assertThat(server.counters().accepted()).isEqualTo(32);
    }

    /** Random datagrams that begin like DTLS records, from many ports. */
    private void garbage(AtomicBoolean over) {
        Random random = new Random(7);
        while (!over.get()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                for (int i = 0; i < 100; i++) {
                    byte[] bytes = new byte[20 + random.nextInt(200)];
                    random.nextBytes(bytes);
                    bytes[0] = 22;
                    bytes[1] = (byte) 254;
                    bytes[2] = (byte) 253;
                    socket.send(new DatagramPacket(bytes, bytes.length, server.address()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void firmwareIsFetchedBlockByBlock(@TempDir Path directory) throws IOException, InterruptedException {
        assertThat(libcoap("n1", SECRET, uri("/fw"))).contains("4.04");
        byte[] image = new byte[100_001];
        new Random(1).nextBytes(image);
        Files.write(firmware.resolve("image.bin"), image);
        Files.writeString(firmware.resolve("manifest.json"), "{\"sequence\":3}");

        assertThat(libcoap("n1", SECRET, uri("/fw"))).contains("{\"sequence\":3}");
        for (String block : List.of("1024", "256")) {
            Path copy = directory.resolve("copy-" + block);
            libcoap("n1", SECRET, "-B", "30", "-b", block, "-o", copy.toString(), uri("/fw/image"));
            assertThat(copy).hasBinaryContent(image);
        }
    }

    @Test
    void withoutDtlsANodeNamesItself() throws IOException, ConnectorException {
        try (NodeServer plain = start(true)) {
            plain.replaceNodes(List.of(node("n1", SECRET)));
            String base = "coap://127.0.0.1:" + plain.address().getPort() + "/t";
            assertThat(new CoapClient(base + "?node=n1").post(MOISTURE, 110).getCode())
                    .isEqualTo(ResponseCode.CHANGED);
            assertThat(new CoapClient(base).post(MOISTURE, 110).getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        }
    }
}
