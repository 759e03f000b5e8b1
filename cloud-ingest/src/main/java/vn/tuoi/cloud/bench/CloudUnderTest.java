package vn.tuoi.cloud.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.CloudMain;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.auth.PinHash;
import vn.tuoi.cloud.keys.PrivateFiles;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.Registry;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;

/** The real cloud in a process of its own, as {@code ./tuoi cloud} starts it. Thread-safe. */
final class CloudUnderTest implements AutoCloseable {
    /** Of every farm; the cloud of a benchmark lives for minutes, on loopback. */
    static final String FARM_PASSWORD = "a-password-of-the-benchmark";

    /** As in {@code ./tuoi cloud}. */
    private static final List<String> SCHEDULING = List.of("chrt", "--batch", "0");

    private static final String PHONE = "0900000001";
    private static final String PIN = "246810";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess process;
    private final String url;

    private CloudUnderTest(ServerProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * How the process is to run.
     *
     * @param folder its data
     * @param jvm its JVM options, those of {@code ./tuoi cloud}
     * @param mqttPort of its own broker, or of the one that it is to use
     * @param embedded whether the broker is its own
     * @param influxUrl null for SQLite
     */
    record Setup(
            Path folder,
            List<String> jvm,
            Cores cores,
            int mqttPort,
            boolean embedded,
            @Nullable String influxUrl) {}

    /** Registers farms in the folder of a cloud that does not run yet. */
    static void register(Path folder, int farms) throws IOException {
        PrivateFiles.createFolder(folder);
        try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
            String digest = FarmCredential.of(FARM_PASSWORD);
            registry.farms()
                    .saveAll(
                            IntStream.range(0, farms)
                                    .mapToObj(farm -> new Farm(FarmMessages.farmId(farm), "Farm " + farm, digest))
                                    .toList(),
                            Instant.now());
        }
    }

    /** Gives every farm a first plan, in the folder of a cloud that does not run yet. */
    static void plan(Path folder, int farms) throws IOException {
        try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
            Instant now = Instant.now();
            for (int farm = 0; farm < farms; farm++) {
                registry.plans().add(plan(FarmMessages.farmId(farm)), 0, "bench", now);
            }
        }
    }

    private static FarmPlan plan(FarmId farm) {
        WaterSource pump =
                new WaterSource("pump", "Pump", 60.0, 1, "pump", null, null, null, null, null, null, null, null, null);
        List<Zone> zones = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> new Zone(
                        "tea-" + number,
                        "Tea " + number,
                        null,
                        "tea-" + number,
                        "pump",
                        null,
                        500,
                        "tea_unshaded",
                        "clay_loam",
                        null,
                        null,
                        20,
                        null,
                        45,
                        null,
                        null,
                        null))
                .toList();
        return new FarmPlan(
                farm,
                1,
                "Farm " + farm,
                ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.7,
                60,
                null,
                List.of(),
                List.of(pump),
                zones);
    }

    /** Makes somebody who may command every farm, in the folder of a cloud that does not run yet. */
    static void addAdministrator(Path folder) throws IOException {
        try (Registry registry = Registry.open(folder.resolve("registry.db"))) {
            registry.people()
                    .save(
                            new Account("bench", PHONE, "Bench", Role.ADMINISTRATOR, new TreeSet<>()),
                            PinHash.of(PIN),
                            Instant.now());
        }
    }

    /** Signs that somebody in; returns the cookie. */
    String signIn() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"phone\":\"" + PHONE + "\",\"pin\":\"" + PIN + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String cookie = answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("signing in was answered with " + answer.statusCode()));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** Starts it; returns when it is ready. */
    static CloudUnderTest start(Setup setup) throws IOException, InterruptedException {
        int httpPort = ServerProcess.freePort();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("dataDir", setup.folder().toString());
        settings.put("http", Map.of("port", httpPort));
        settings.put(
                "mqtt",
                setup.embedded()
                        ? Map.of("port", setup.mqttPort())
                        : Map.of(
                                "embedded",
                                false,
                                "port",
                                setup.mqttPort(),
                                "tls",
                                false,
                                "username",
                                "tuoi-cloud",
                                "password",
                                "any"));
        if (setup.influxUrl() != null) {
            settings.put("store", Map.of("kind", "influxdb"));
            settings.put(
                    "influxdb",
                    Map.of(
                            "url",
                            setup.influxUrl(),
                            "bucket",
                            InfluxServer.DATABASE,
                            "user",
                            "any",
                            "password",
                            "any"));
        }
        Path file = setup.folder().resolve("cloud.json");
        Files.write(file, StrictJson.write(settings));
        List<String> command = new ArrayList<>(SCHEDULING);
        command.addAll(JavaCommand.of(setup.jvm(), CloudMain.class, List.of("--config", file.toString())));
        ServerProcess process =
                ServerProcess.start("cloud", setup.folder(), setup.cores().onServed(command));
        CloudUnderTest cloud = new CloudUnderTest(process, "http://127.0.0.1:" + httpPort);
        try {
            process.await(
                    "being ready",
                    Duration.ofMinutes(3),
                    () -> ServerProcess.answers(cloud.http, cloud.url + "/health/ready"));
        } catch (IOException | InterruptedException e) {
            cloud.close();
            throw e;
        }
        return cloud;
    }

    ServerProcess process() {
        return process;
    }

    String url() {
        return url;
    }

    /** The sum of a metric over its labels. */
    double metric(String name) throws IOException {
        try {
            String text = http.send(
                            HttpRequest.newBuilder(URI.create(url + "/metrics"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cloud was asked", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
