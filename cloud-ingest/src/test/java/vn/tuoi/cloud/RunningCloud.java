package vn.tuoi.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vn.tuoi.cloud.auth.FarmCredential;
import vn.tuoi.cloud.auth.PinHash;
import vn.tuoi.cloud.command.FarmTiming;
import vn.tuoi.cloud.registry.Account;
import vn.tuoi.cloud.registry.Farm;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.cloud.timeseries.Retention;
import vn.tuoi.cloud.timeseries.influx.InfluxAddress;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.topic.FarmId;

/** A whole cloud on free ports for a test, with two farms and a person of each role. */
public final class RunningCloud implements AutoCloseable {
    public static final FarmId FARM = new FarmId("hill");
    public static final FarmId OTHER_FARM = new FarmId("hill-2");
    public static final String FARM_PASSWORD = "a password that only this test knows";

    private static final String PIN = "246810";

    private final Cloud cloud;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningCloud(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Starts on a folder; what is there from before stays. */
    public static RunningCloud start(Path folder) throws CannotStart {
        return start(folder, new CloudSettings.Broker.Embedded("127.0.0.1", 0));
    }

    /** As {@link #start(Path)}, at a broker of the test's choice. */
    static RunningCloud start(Path folder, CloudSettings.Broker broker) throws CannotStart {
        return start(settings(folder, broker, null, CloudSettings.Intake.defaults(folder)));
    }

    /** The settings of such a cloud; {@code influx} null for SQLite. */
    static CloudSettings settings(
            Path folder, CloudSettings.Broker broker, @Nullable InfluxAddress influx, CloudSettings.Intake intake) {
        return new CloudSettings(
                folder,
                "test",
                new CloudSettings.Http("127.0.0.1", 0, false),
                broker,
                new CloudSettings.Telemetry(influx, Retention.ofDays(400)),
                null,
                intake);
    }

    static RunningCloud start(CloudSettings settings) throws CannotStart {
        Cloud cloud = Cloud.start(settings, FarmTiming.real());
        if (cloud.registry().farms().all().isEmpty()) {
            provision(cloud);
        }
        return new RunningCloud(cloud);
    }

    private static void provision(Cloud cloud) {
        Instant now = Instant.now();
        for (FarmId farm : List.of(FARM, OTHER_FARM)) {
            cloud.registry().farms().save(new Farm(farm, "Farm " + farm, FarmCredential.of(FARM_PASSWORD)), now);
            cloud.registry().plans().add(plan(farm), 0, "test", now);
        }
        String hash = PinHash.of(PIN);
        for (Role role : Role.values()) {
            cloud.registry()
                    .people()
                    .save(
                            new Account(role.code(), phone(role), role.code(), role, new TreeSet<>(List.of(FARM))),
                            hash,
                            now);
        }
        cloud.plans().publishAll();
    }

    private static FarmPlan plan(FarmId farm) {
        WaterSource source =
                new WaterSource("pump", "Pump", 60.0, 1, "pump", null, null, null, null, null, null, null, null, null);
        Zone zone = new Zone(
                "tea-1",
                "Tea",
                null,
                "tea-1",
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
                "tea-1/flow",
                null,
                null);
        return new FarmPlan(
                farm,
                1,
                "Farm " + farm,
                java.time.ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.7,
                60,
                null,
                List.of(),
                List.of(source),
                List.of(zone));
    }

    private static String phone(Role role) {
        return "09000000" + role.code().length() + role.code().charAt(0) % 10;
    }

    public Cloud cloud() {
        return cloud;
    }

    public int mqttPort() {
        return cloud.mqttPort();
    }

    /** An answer with its JSON. */
    public record Reply(int status, JsonNode json, HttpResponse<String> response) {
        public String code() {
            return json.path("code").asText();
        }
    }

    /** A person's browser or script. */
    public final class Client {
        private final @Nullable String cookie;

        private Client(@Nullable String cookie) {
            this.cookie = cookie;
        }

        public Reply get(String path) throws Exception {
            return send("GET", path, null);
        }

        public Reply send(String method, String path, @Nullable String body, String... headers) throws Exception {
            HttpRequest.Builder request = request(path)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), json(response.body()), response);
        }

        public HttpRequest.Builder request(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri(path)));
            if (cookie != null) {
                request.header("Cookie", cookie);
            }
            return request;
        }
    }

    private static JsonNode json(String body) throws IOException {
        try {
            return body.startsWith("{")
                    ? StrictJson.read(body.getBytes(StandardCharsets.UTF_8), JsonNode.class)
                    : StrictJson.tree(body);
        } catch (MalformedDocument e) {
            throw new IOException(body, e);
        }
    }

    public String uri(String path) {
        return "http://127.0.0.1:" + cloud.httpPort() + path;
    }

    public Client nobody() {
        return new Client(null);
    }

    /** Somebody who has signed in. */
    public Client as(Role role) throws Exception {
        Reply reply =
                nobody().send("POST", "/api/v1/session", "{\"phone\":\"" + phone(role) + "\",\"pin\":\"" + PIN + "\"}");
        String cookie = reply.response().headers().firstValue("Set-Cookie").orElseThrow();
        return new Client(cookie.substring(0, cookie.indexOf(';')));
    }

    public String farmerPhone() {
        return phone(Role.FARMER);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
