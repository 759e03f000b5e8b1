package vn.tuoi.cloud.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.json.StrictJson;

/** The whole system as {@code ./tuoi demo} starts it: two processes, every part real but the hardware. */
class DemoIT {
    @TempDir
    Path folder;

    private Process demo(Path data, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DemoMain.class.getName(),
                "--farm-classpath",
                System.getProperty("java.class.path"),
                "--data",
                data.toString()));
        for (String port : List.of("--http", "--mqtt", "--coap")) {
            if (!List.of(more).contains(port)) {
                command.addAll(List.of(port, "0"));
            }
        }
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("demo.log").toFile())
                .redirectOutput(folder.resolve("demo.out").toFile())
                .start();
    }

    private JsonNode ready(Path data, Process demo) {
        Path announcement = data.resolve("demo.json");
        await().atMost(Duration.ofSeconds(90))
                .failFast("the demo ended", () -> !demo.isAlive())
                .until(() -> Files.readString(folder.resolve("demo.out")).startsWith("http://"));
        try {
            return StrictJson.read(Files.readAllBytes(announcement), JsonNode.class);
        } catch (Exception e) {
            throw new AssertionError(announcement + " cannot be read", e);
        }
    }

    private static HttpResponse<String> send(String method, String uri, String body, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode get(String uri, String cookie) throws Exception {
        HttpResponse<String> answer = send("GET", uri, "", cookie);
        return StrictJson.read(answer.body().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String signIn(JsonNode demo) throws Exception {
        JsonNode farmer = demo.path("accounts").path(0);
        HttpResponse<String> answer = send(
                "POST",
                demo.path("http").asText() + "/api/v1/session",
                "{\"phone\":" + farmer.path("phone") + ",\"pin\":" + farmer.path("pin") + "}",
                "");
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void watersAZoneEndsCleanlyAndGoesOnWhereItEnded() throws Exception {
        Path data = folder.resolve("data");
        Process first = demo(data, "--farms", "1");
        try {
            JsonNode demo = ready(data, first);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("demo.json"))))
                    .isEqualTo("rw-------");
            String cookie = signIn(demo);
            String farm = demo.path("http").asText() + "/api/v1/farms/"
                    + demo.path("farms").path(0).path("id").asText();
            String command = StrictJson.read(
                            send("POST", farm + "/zones/tea-1/runs", "{\"minutes\":0.2}", cookie)
                                    .body()
                                    .getBytes(StandardCharsets.UTF_8),
                            JsonNode.class)
                    .path("commandId")
                    .asText();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(farm + "/commands/" + command, cookie)
                                    .path("history")
                                    .findValuesAsText("state"))
                            .containsExactly("sent", "received", "running", "done"));
            await().untilAsserted(() -> assertThat(get(farm + "/runs", cookie)
                            .path("items")
                            .path(0)
                            .path("litres")
                            .asDouble())
                    .isBetween(1.0, 8.0));

            List<ProcessHandle> farms = first.toHandle().children().toList();
            first.destroy();
            assertThat(first.waitFor(5, TimeUnit.SECONDS))
                    .as("ends within five seconds")
                    .isTrue();
            assertThat(farms).hasSize(1).noneMatch(ProcessHandle::isAlive);
        } finally {
            first.destroyForcibly();
        }

        Process second = demo(data, "--farms", "1");
        try {
            JsonNode demo = ready(data, second);
            String farm = demo.path("http").asText() + "/api/v1/farms/"
                    + demo.path("farms").path(0).path("id").asText();
            assertThat(get(farm + "/runs", signIn(demo)).path("items")).hasSize(1);

            List<ProcessHandle> farms = second.toHandle().children().toList();
            second.destroyForcibly().waitFor();
            await().untilAsserted(() -> assertThat(farms).noneMatch(ProcessHandle::isAlive));
        } finally {
            second.destroyForcibly();
        }
    }

    private List<String> refusal(Process demo) throws Exception {
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(2);
        return Files.readAllLines(folder.resolve("demo.log"));
    }

    @Test
    void saysInOneLineThatAPortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String option : List.of("--http", "--mqtt")) {
                assertThat(refusal(demo(folder.resolve("x"), option, port)))
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1:" + port);
            }
        }
    }

    @Test
    void saysInOneLineThatTheFolderCannotBeWritten() throws Exception {
        assertThat(refusal(demo(Path.of("/dev/null/demo"))))
                .singleElement()
                .asString()
                .contains("/dev/null");
    }

    @Test
    void saysInOneLineThatAnOptionIsWrong() throws Exception {
        assertThat(refusal(demo(folder.resolve("x"), "--speed", "-1")))
                .singleElement()
                .asString()
                .contains("--speed");
    }

    @Test
    void saysInOneLineThatAnOptionIsUnknown() throws Exception {
        assertThat(refusal(demo(folder.resolve("x"), "--bogus")))
                .singleElement()
                .asString()
                .contains("--bogus", "--help");
    }

    @Test
    void saysWhereAWeatherFileIsWrong() throws Exception {
        Path weather = Files.writeString(folder.resolve("weather.csv"), "date,tmin,warmth\n2025-01-01,3,4\n");

        assertThat(refusal(demo(folder.resolve("x"), "--weather", weather.toString())))
                // beside the log, and what newer Java runtimes say of native libraries
                .filteredOn(line -> !line.isBlank() && !line.matches("(\\d{4}-\\d\\d-\\d\\dT.* )?(INFO|WARNING).*"))
                .singleElement()
                .asString()
                .contains("weather.csv:1", "warmth");
    }
}
