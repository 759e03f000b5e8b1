package vn.tuoi.cloud.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.Cloud;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.auth.PinHash;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.People;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.topic.FarmId;

/** Makes the farms, the people and the farms' files of a demo; what is there from an earlier start stays as it is. */
final class Provisioning {
    static final FarmId FEEDER = new FarmId("feeder");

    private static final String HOST = "127.0.0.1";
    private static final String PLAYED_NODE = "node-1";
    private static final String GUEST_NODE = "guest";
    private static final int NODE_PERIOD_SECONDS = 30;

    private final Cloud cloud;
    private final DemoSecrets secrets;
    private final List<FarmPlan> plans;
    private final Path folder;
    private DemoDocument.@Nullable Coap guest;

    Provisioning(Cloud cloud, DemoSecrets secrets, List<FarmPlan> plans, Path folder) {
        this.cloud = cloud;
        this.secrets = secrets;
        this.plans = plans;
        this.folder = folder;
    }

    Path farmsFolder() {
        return folder.resolve("farms");
    }

    /** The farms that run, without the feeder. */
    List<FarmId> farmIds() {
        return plans.stream().map(FarmPlan::farm).toList();
    }

    /** Makes the farms, with the folder that their process reads; {@code coapPort} 0 finds a free one. */
    void farms(int coapPort) throws IOException {
        Registry registry = cloud.registry();
        Instant now = cloud.timing().clock().instant();
        List<EdgeFiles.Edge> edges = new ArrayList<>();
        for (FarmPlan plan : plans) {
            boolean wireless = plan.zone(DemoFarms.WIRELESS_ZONE).isPresent();
            boolean first = wireless && guest == null;
            int port = first ? usableUdpPort(coapPort) : 0;
            EdgeFiles.Edge edge = edge(plan.farm(), wireless, port);
            edges.add(edge);
            if (first) {
                guest = guest(edge, port);
            }
        }
        secrets.password(FEEDER.value());
        people(farmIds());
        secrets.save();

        saveFarm(registry, FEEDER, "Trạm nạp số liệu", now);
        for (FarmPlan plan : plans) {
            saveFarm(registry, plan.farm(), plan.name(), now);
            if (registry.plans().current(plan.farm()).isEmpty()) {
                registry.plans().add(plan, 0, "demo", now);
            }
        }
        EdgeFiles files = new EdgeFiles(farmsFolder());
        files.keepOnly(farmIds().stream().map(FarmId::value).collect(Collectors.toSet()));
        for (EdgeFiles.Edge edge : edges) {
            files.write(edge, edge.nodes() == null ? List.of() : List.of(PLAYED_NODE));
        }
        cloud.plans().publishAll();
    }

    /** Makes the people; returns what the demo says of itself. After {@link #farms}. */
    DemoDocument people() {
        Instant now = cloud.timing().clock().instant();
        List<DemoDocument.Person> people = people(farmIds());
        for (DemoDocument.Person person : people) {
            savePerson(cloud.registry(), person, now);
        }
        return new DemoDocument(
                "http://" + HOST + ":" + cloud.httpPort(),
                new DemoDocument.Endpoint(HOST, cloud.mqttPort()),
                guest,
                people,
                plans.stream()
                        .map(plan -> new DemoDocument.DemoFarm(
                                plan.farm(),
                                plan.zones().stream().map(zone -> zone.id()).toList()))
                        .toList(),
                new DemoDocument.Feeder(FEEDER, FEEDER.value(), secrets.password(FEEDER.value())));
    }

    private void saveFarm(Registry registry, FarmId farm, String name, Instant now) {
        String password = secrets.password(farm.value());
        boolean isSaved = registry.farms()
                .find(farm.value())
                .filter(known -> known.name().equals(name)
                        && FarmCredential.isPortable(known.credentialDigest())
                        && FarmCredential.matches(password.getBytes(StandardCharsets.UTF_8), known.credentialDigest()))
                .isPresent();
        if (!isSaved) {
            registry.farms().save(new Farm(farm, name, FarmCredential.of(password)), now);
        }
    }

    private List<DemoDocument.Person> people(List<FarmId> farms) {
        List<DemoDocument.Person> people = new ArrayList<>();
        for (int i = 0; i < Math.min(farms.size(), 9); i++) {
            people.add(person(Role.FARMER, "090100000" + (i + 1), List.of(farms.get(i))));
        }
        List<FarmId> all = new ArrayList<>(farms);
        all.add(FEEDER);
        people.add(person(Role.OFFICER, "0902000001", all));
        people.add(person(Role.AGRONOMIST, "0903000001", all));
        people.add(person(Role.ADMINISTRATOR, "0904000001", all));
        return people;
    }

    private DemoDocument.Person person(Role role, String phone, List<FarmId> farms) {
        return new DemoDocument.Person(role, phone, secrets.pin(phone), farms);
    }

    private static void savePerson(Registry registry, DemoDocument.Person person, Instant now) {
        Account account = new Account(
                "demo-" + person.phone(), person.phone(), name(person), person.role(), new TreeSet<>(person.farms()));
        Optional<People.Credential> known = registry.people().byPhone(person.phone());
        // the hash is slow on purpose: it is made again only when something is new
        if (known.isEmpty()
                || !known.get().account().equals(account)
                || !PinHash.matches(person.pin(), known.get().pinHash())) {
            registry.people().save(account, PinHash.of(person.pin()), now);
        }
    }

    private static String name(DemoDocument.Person person) {
        return switch (person.role()) {
            case FARMER -> "Nông hộ " + person.farms().get(0);
            case OFFICER -> "Cán bộ khuyến nông";
            case AGRONOMIST -> "Kỹ sư nông học";
            case ADMINISTRATOR -> "Quản trị";
        };
    }

    private EdgeFiles.Edge edge(FarmId farm, boolean wireless, int coapPort) {
        return new EdgeFiles.Edge(
                farm,
                "data",
                cloud.signingKey().verificationKey().encoded(),
                "simulated",
                new EdgeFiles.Mqtt(HOST, cloud.mqttPort(), farm.value(), secrets.password(farm.value())),
                wireless ? new EdgeFiles.Coap(true, HOST, coapPort) : null,
                wireless
                        ? List.of(node(farm, PLAYED_NODE, DemoFarms.WIRELESS_ZONE), node(farm, GUEST_NODE, null))
                        : null);
    }

    private EdgeFiles.Node node(FarmId farm, String node, @Nullable String zone) {
        String identity = farm + "/" + node;
        return new EdgeFiles.Node(
                node,
                identity,
                secrets.nodeKeyHex(identity),
                zone,
                zone == null ? List.of() : List.of(zone),
                NODE_PERIOD_SECONDS);
    }

    private static DemoDocument.Coap guest(EdgeFiles.Edge edge, int port) {
        EdgeFiles.Node node = (edge.nodes() == null ? List.<EdgeFiles.Node>of() : edge.nodes())
                .stream()
                        .filter(found -> found.node().equals(GUEST_NODE))
                        .findFirst()
                        .orElseThrow();
        return new DemoDocument.Coap(HOST, port, edge.farm(), node.node(), node.identity(), node.key());
    }

    private static int usableUdpPort(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen for CoAP on " + HOST + ":" + port + ": " + e.getMessage()
                            + "; free the port or choose another with --coap",
                    e);
        }
    }
}
