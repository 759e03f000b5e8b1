package vn.tuoi.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.cloud.RunningCloud;
import vn.tuoi.cloud.registry.Role;

/** Who may do what, and what a wrong request is told. */
class ApiIT {
    @TempDir
    static Path folder;

    private static RunningCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        cloud = RunningCloud.start(folder);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    /** Every route of the document, so that none can be forgotten. */
    private static Map<String, JsonNode> paths() throws Exception {
        Map<String, JsonNode> paths = new java.util.TreeMap<>();
        cloud.nobody()
                .get("/openapi.json")
                .json()
                .path("paths")
                .properties()
                .forEach(entry -> paths.put(entry.getKey(), entry.getValue()));
        return paths;
    }

    private static String filled(String path, String farm) {
        return path.replace("{farm}", farm).replace("{zone}", "tea-1").replace("{id}", farm + ":x");
    }

    @Test
    void answersEveryRouteOfItsDocumentAndSaysWhoMayCallIt() throws Exception {
        assertThat(paths()).hasSizeGreaterThan(20);
        for (Map.Entry<String, JsonNode> path : paths().entrySet()) {
            for (var operation : path.getValue().properties()) {
                boolean open = !operation.getValue().has("security");
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                int status = cloud.nobody()
                        .send(method, filled(path.getKey(), "hill"), null)
                        .status();
                if (open) {
                    assertThat(status).as(method + " " + path.getKey()).isNotIn(401, 403, 404, 405);
                } else {
                    assertThat(status).as(method + " " + path.getKey()).isEqualTo(401);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"FARMER", "OFFICER", "AGRONOMIST"})
    void hidesAFarmOutOfScopeOnEveryRoute(Role role) throws Exception {
        RunningCloud.Client client = cloud.as(role);
        for (Map.Entry<String, JsonNode> path : paths().entrySet()) {
            if (!path.getKey().contains("{farm}") && !path.getKey().contains("/alerts/")) {
                continue;
            }
            for (var operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                assertThat(client.send(method, filled(path.getKey(), "hill-2"), null)
                                .status())
                        .as(method + " " + path.getKey())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void listsOnlyTheFarmsInScope() throws Exception {
        assertThat(cloud.as(Role.OFFICER).get("/api/v1/farms").json().path("items"))
                .hasSize(1);
        assertThat(cloud.as(Role.ADMINISTRATOR).get("/api/v1/farms").json().path("items"))
                .hasSize(2);
        assertThat(cloud.as(Role.ADMINISTRATOR)
                        .get("/api/v1/farms?limit=1")
                        .json()
                        .path("next")
                        .asText())
                .isEqualTo("hill");
        assertThat(cloud.as(Role.ADMINISTRATOR)
                        .get("/api/v1/farms?limit=1&after=hill")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo("hill-2");
    }

    @ParameterizedTest
    @CsvSource({
        "AGRONOMIST, POST, /api/v1/farms/hill/zones/tea-1/runs, '{\"minutes\":1}'",
        "AGRONOMIST, POST, /api/v1/farms/hill/stop, ",
        "FARMER, PUT, /api/v1/farms/hill/plan, '{}'"
    })
    void refusesAWrongRole(Role role, String method, String path, String body) throws Exception {
        RunningCloud.Reply reply = cloud.as(role).send(method, path, body);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("wrong-role");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/v1/farms/hill/zones/tea-1/runs | {\"minutes\":1,\"authority\":\"root\"} | authority",
                "POST | /api/v1/farms/hill/zones/tea-1/runs | {\"minutes\":46} | minutes",
                "POST | /api/v1/farms/hill/zones/tea-1/runs | {\"minutes\":-1} | minutes",
                "POST | /api/v1/farms/hill/zones/tea-1/runs | {\"minutes\":1,\"litres\":2} | minutes",
                "POST | /api/v1/farms/hill/hold | {\"until\":\"2001-01-01T00:00:00Z\"} | until",
                "PUT | /api/v1/farms/hill/zones/tea-1/program | {\"type\":\"calendar\",\"starts\":[],\"amount\":{\"minutes\":5}} | starts",
                "PUT | /api/v1/farms/hill/zones/tea-1/program | {\"type\":\"moisture\",\"lowMoisture\":0.3,\"highMoisture\":0.2,\"maxMinutes\":5} | highMoisture",
                "GET | /api/v1/farms/hill/series?point=a'%20OR%201=1 |  | point",
                "GET | /api/v1/farms/hill/series |  | point",
                "GET | /api/v1/farms/hill/series?point=a&points=2001 |  | points",
                "GET | /api/v1/farms/hill/series?point=a&from=yesterday |  | from",
                "GET | /api/v1/farms/hill/series?point=a&from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z |  | from",
                "GET | /api/v1/farms/hill/series?point=a&from=2006-11-20T00:00:00Z&to=2026-11-20T00:00:00Z |  | from",
                "GET | /api/v1/latest?limit=501 |  | limit",
                "GET | /api/v1/farms/hill/runs?limit=many |  | limit",
                "GET | /api/v1/farms?colour=red |  | colour",
            })
    void namesTheFieldThatIsWrong(String method, String path, String body, String field) throws Exception {
        RunningCloud.Reply reply = cloud.as(Role.FARMER).send(method, path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(reply.json().path("errors").path(0).path("field").asText()).startsWith(field);
    }

    @Test
    void showsTheLatestValuesOfTheFarmsInScopeAlone() throws Exception {
        JsonNode items = cloud.as(Role.FARMER).get("/api/v1/latest").json().path("items");

        assertThat(items).extracting(item -> item.path("farm").asText()).containsExactly("hill");
        assertThat(cloud.nobody().get("/api/v1/latest").status()).isEqualTo(401);
    }

    @Test
    void tellsAnInvalidProgramByItsOwnCode() throws Exception {
        assertThat(cloud.as(Role.FARMER)
                        .send(
                                "PUT",
                                "/api/v1/farms/hill/zones/tea-1/program",
                                "{\"type\":\"calendar\",\"starts\":[],\"amount\":{\"minutes\":5}}")
                        .code())
                .isEqualTo("invalid-program");
    }

    @Test
    void refusesAPlanThatSomebodyElseHasChangedMeanwhile() throws Exception {
        RunningCloud.Client officer = cloud.as(Role.OFFICER);
        RunningCloud.Reply plan = officer.get("/api/v1/farms/hill/plan");
        String etag = plan.response().headers().firstValue("ETag").orElseThrow();
        String body = plan.response().body();

        assertThat(officer.send("PUT", "/api/v1/farms/hill/plan", body, "If-Match", etag)
                        .status())
                .isEqualTo(200);
        RunningCloud.Reply late = officer.send("PUT", "/api/v1/farms/hill/plan", body, "If-Match", etag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("plan-changed");
    }

    @Test
    void givesATokenThatWorksUntilItIsSignedOut() throws Exception {
        String token = cloud.as(Role.FARMER)
                .send("POST", "/api/v1/tokens", "{\"label\":\"script\"}")
                .json()
                .path("token")
                .asText();
        String[] bearer = {"Authorization", "Bearer " + token};

        assertThat(cloud.nobody().send("GET", "/api/v1/me", null, bearer).status())
                .isEqualTo(200);
        assertThat(cloud.nobody()
                        .send("DELETE", "/api/v1/session", null, bearer)
                        .status())
                .isEqualTo(204);
        assertThat(cloud.nobody().send("GET", "/api/v1/me", null, bearer).status())
                .isEqualTo(401);
    }

    @Test
    void limitsGuessesOfAPinAndSaysWhenToComeBack() throws Exception {
        RunningCloud.Reply reply = cloud.nobody().get("/health/live");
        for (int i = 0; i < 11; i++) {
            reply = cloud.nobody().send("POST", "/api/v1/session", "{\"phone\":\"0999999999\",\"pin\":\"" + i + "\"}");
        }
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.code()).isEqualTo("too-many-attempts");
        assertThat(reply.response().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void refusesRequestsThatAnotherSiteMade() throws Exception {
        assertThat(cloud.as(Role.FARMER)
                        .send("POST", "/api/v1/farms/hill/stop", null, "Sec-Fetch-Site", "cross-site")
                        .code())
                .isEqualTo("foreign-site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secrets.json", "/..%2fsecrets.json", "/web/index.html", "/%00", "/.git/config"})
    void servesNoFileButTheWebAppsOwn(String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(cloud.uri(path))).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isIn(400, 404);
    }

    @Test
    void servesThePageWithAStrictPolicy() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(cloud.uri("/"))).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'");
    }
}
