package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.cloud.registry.Role;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.Ack;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;

/** The cloud between a farm's MQTT client and a person's HTTP client, all real. */
class ChainIT {
    private static final String ROOT = "tuoi/v1/hill/";

    @TempDir
    Path folder;

    private RunningCloud cloud;
    private FarmClient farm;

    @BeforeEach
    void start() throws Exception {
        cloud = RunningCloud.start(folder);
        farm = FarmClient.connect(cloud.mqttPort(), "hill", "hill", RunningCloud.FARM_PASSWORD, ROOT + "online");
        farm.subscribe(ROOT + "#");
        await().until(() -> cloud.cloud().isConnected());
    }

    @AfterEach
    void stop() throws Exception {
        farm.close();
        cloud.close();
    }

    private static String pack(double moisture, Instant at) {
        return "[{\"bn\":\"hill/\",\"bt\":" + at.getEpochSecond() + ",\"n\":\"tea-1/soil_moisture\",\"u\":\"/\",\"v\":"
                + moisture + "}]";
    }

    private JsonNode home() throws Exception {
        return cloud.as(Role.FARMER).get("/api/v1/farms/hill").json();
    }

    private static Ack ack(FarmClient.Message message) throws Exception {
        return Ack.parse(message.text().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void acknowledgesAReadingThatIsStoredAndShowsItWithItsAge() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        farm.publish(ROOT + "telemetry", pack(0.27, now), 41L);

        assertThat(ack(farm.next("/ack")).ranges()).containsExactly(new Ack.Range(41, 41));
        JsonNode zone = home().path("zones").path(0);
        assertThat(zone.path("soilMoisture").path("value").asDouble()).isEqualTo(0.27);
        assertThat(Instant.parse(zone.path("soilMoisture").path("at").asText())).isEqualTo(now);
    }

    @Test
    void takesAReadingWithoutASequenceNumber() throws Exception {
        farm.publish(ROOT + "telemetry", pack(0.33, Instant.now()), null);

        await().untilAsserted(() -> assertThat(
                        home().path("latest").path(0).path("value").asDouble())
                .isEqualTo(0.33));
    }

    @Test
    void acknowledgesBadMessagesOnceTheyAreInQuarantine() throws Exception {
        farm.publish(ROOT + "telemetry", "no pack at all", 7L);
        assertThat(ack(farm.next("/ack")).ranges()).containsExactly(new Ack.Range(7, 7));
        farm.publish(ROOT + "event", "{\"id\":\"x\"}", 8L);
        assertThat(ack(farm.next("/ack")).ranges()).containsExactly(new Ack.Range(8, 8));

        String metrics = cloud.nobody().get("/metrics").json().asText();
        assertThat(metrics)
                .contains("tuoi_intake_refused_total{lane=\"telemetry\",reason=\"syntax\"} 1")
                .contains("tuoi_intake_refused_total{lane=\"word\",reason=\"malformed\"} 1");
    }

    /** An instant that no number of milliseconds holds is a fine document and cannot be written down. */
    @Test
    void letsAnEventThatTheRegistryAlwaysRefusesHoldUpNoOther() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (long seq = 11; seq <= 20; seq++) {
            FarmEvent event = new FarmEvent(
                    seq,
                    "notice-" + seq,
                    FarmEvent.Type.NOTICE,
                    seq == 15 ? Instant.MAX : now,
                    null,
                    null,
                    Explanation.of("run.calendar"));
            farm.publish(ROOT + "event", json(event), seq);
        }

        NavigableSet<Long> acknowledged = new TreeSet<>();
        while (acknowledged.size() < 10) {
            for (Ack.Range range : ack(farm.next("/ack")).ranges()) {
                LongStream.rangeClosed(range.from(), range.to()).forEach(acknowledged::add);
            }
        }
        assertThat(acknowledged).first().isEqualTo(11L);
        assertThat(acknowledged).last().isEqualTo(20L);
        JsonNode refused = cloud.as(Role.ADMINISTRATOR)
                .get("/api/v1/quarantine?farm=hill&reason=not_storable")
                .json()
                .path("items");
        assertThat(refused).hasSize(1);
        assertThat(refused.path(0).path("topic").asText()).isEqualTo(ROOT + "event");
        assertThat(cloud.nobody().get("/metrics").json().asText())
                .contains("tuoi_intake_messages_total{lane=\"word\"} 9")
                .contains("tuoi_intake_store_failing{store=\"registry\"} 0");
    }

    @Test
    void doesNotTakeReadingsThatNameAnotherFarm() throws Exception {
        farm.publish(ROOT + "telemetry", pack(0.27, Instant.now()).replace("hill/", "hill-2/"), 3L);
        farm.next("/ack");

        assertThat(cloud.cloud().registry().farms().find("hill-2")).isPresent();
        assertThat(cloud.as(Role.ADMINISTRATOR)
                        .get("/api/v1/farms/hill-2/latest")
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void sendsTheSignedPlanRetainedAndAgainWhenAProgramChanges() throws Exception {
        FarmPlan first = plan(farm.next("/plan"));
        assertThat(first.version()).isEqualTo(1);

        RunningCloud.Reply saved = cloud.as(Role.FARMER)
                .send(
                        "PUT",
                        "/api/v1/farms/hill/zones/tea-1/program",
                        "{\"type\":\"calendar\",\"starts\":[{\"at\":\"06:00\"}],\"amount\":{\"minutes\":10}}");

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.json().path("planVersion").asLong()).isEqualTo(2);
        FarmPlan second = plan(farm.next("/plan"));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.zone("tea-1").orElseThrow().program()).isNotNull();
        RunningCloud.Reply read = cloud.as(Role.FARMER).get("/api/v1/farms/hill/zones/tea-1/program");
        assertThat(read.response().headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(cloud.as(Role.FARMER)
                        .send(
                                "PUT",
                                "/api/v1/farms/hill/zones/tea-1/program",
                                read.response().body())
                        .status())
                .isEqualTo(200);
    }

    private FarmPlan plan(FarmClient.Message envelope) throws Exception {
        return FarmPlan.parse(verified(envelope));
    }

    private byte[] verified(FarmClient.Message envelope) throws Exception {
        return cloud.cloud()
                .signingKey()
                .verificationKey()
                .verify(envelope.topic(), envelope.text().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void carriesACommandToTheFarmAndItsStatesBack() throws Exception {
        RunningCloud.Client farmer = cloud.as(Role.FARMER);
        RunningCloud.Reply issued = farmer.send(
                "POST", "/api/v1/farms/hill/zones/tea-1/runs", "{\"minutes\":2}", "Idempotency-Key", "tap-1");
        assertThat(issued.status()).isEqualTo(202);
        String id = issued.json().path("commandId").asText();

        Command command = Command.parse(verified(farm.next("/command")));
        assertThat(command.id()).hasToString(id);
        assertThat(command.minutes()).isEqualTo(2);
        assertThat(command.expiresAt()).isAfter(command.issuedAt());
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long seq = 1;
        for (Reply.State state : List.of(Reply.State.RECEIVED, Reply.State.RUNNING, Reply.State.DONE)) {
            farm.publish(ROOT + "reply", json(new Reply(command.id(), state, null, at.plusSeconds(seq))), seq++);
        }

        await().untilAsserted(() -> {
            JsonNode seen = farmer.get("/api/v1/farms/hill/commands/" + id).json();
            assertThat(seen.path("state").asText()).isEqualTo("done");
            assertThat(seen.path("history").findValuesAsText("state"))
                    .containsExactly("sent", "received", "running", "done");
        });
        RunningCloud.Reply again = farmer.send(
                "POST", "/api/v1/farms/hill/zones/tea-1/runs", "{\"minutes\":2}", "Idempotency-Key", "tap-1");
        assertThat(again.json().path("commandId").asText()).isEqualTo(id);
        RunningCloud.Reply other = farmer.send(
                "POST", "/api/v1/farms/hill/zones/tea-1/runs", "{\"minutes\":3}", "Idempotency-Key", "tap-1");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("key-already-used");
    }

    private static String json(Object document) {
        return new String(StrictJson.write(document), StandardCharsets.UTF_8);
    }

    private static RunRecord run(Instant startedAt, boolean ended) {
        return new RunRecord(
                "run-1",
                "tea-1",
                "pump",
                null,
                RunRecord.Cause.MANUAL,
                null,
                null,
                startedAt,
                ended ? startedAt.plusSeconds(120) : null,
                2.0,
                null,
                ended ? 2 : 0.1,
                ended ? 40 : 1,
                true,
                true,
                ended ? RunRecord.Outcome.COMPLETED : null,
                Explanation.of("run.calendar"));
    }

    @Test
    void listsARunWithItsLitresAndDoesNotOpenItAgainByALateMessage() throws Exception {
        Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(300);
        farm.publish(
                ROOT + "event",
                json(new FarmEvent(
                        2L, "e2", FarmEvent.Type.RUN_ENDED, started.plusSeconds(120), run(started, true), null, null)),
                2L);
        farm.publish(
                ROOT + "event",
                json(new FarmEvent(1L, "e1", FarmEvent.Type.RUN_STARTED, started, run(started, false), null, null)),
                1L);
        await().until(() -> farm.receivedSoFar().stream()
                        .filter(message -> message.topic().endsWith("/ack"))
                        .count()
                >= 1);

        await().untilAsserted(() -> {
            JsonNode runs =
                    cloud.as(Role.FARMER).get("/api/v1/farms/hill/runs").json().path("items");
            assertThat(runs).hasSize(1);
            assertThat(runs.path(0).path("litres").asDouble()).isEqualTo(40);
            assertThat(runs.path(0).path("outcome").asText()).isEqualTo("completed");
            assertThat(runs.path(0).path("explanation").path("vi").asText()).isNotEmpty();
        });
    }

    @Test
    void tellsThatAFarmWentOfflineByItsWill() throws Exception {
        farm.publish(ROOT + "online", "1", null);
        await().untilAsserted(
                        () -> assertThat(home().path("online").asBoolean()).isTrue());

        farm.vanish();

        await().untilAsserted(
                        () -> assertThat(home().path("online").asBoolean()).isFalse());
    }

    @Test
    void streamsReadingsAndCommandsToAPhoneThatWatches() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        RunningCloud.Client farmer = cloud.as(Role.FARMER);
        var stream = HttpClient.newHttpClient()
                .sendAsync(
                        farmer.request("/api/v1/farms/hill/live").build(),
                        HttpResponse.BodyHandlers.fromLineSubscriber(new LineQueue(lines)));
        try {
            assertThat(lines.poll(5, TimeUnit.SECONDS)).isEqualTo("retry: 2000");
            farm.publish(ROOT + "telemetry", pack(0.29, Instant.now()), 1L);

            await().until(() -> lines.contains("event: reading"));
            await().until(() -> lines.stream().anyMatch(line -> line.startsWith("data:") && line.contains("0.29")));
        } finally {
            stream.cancel(true);
        }
    }

    /** A report of a farm that is newer than this cloud: at every depth it has fields that nobody here knows. */
    private static String report(Instant now) {
        return """
                {'at':'%1$s','planVersion':1,'clock':'trusted','software':'tuoi 9.9','moonPhase':'full',
                 'planRefused':{'version':2,'reason':{'key':'plan.refused.not_wired','args':{'stations':'v9'},'since':1}},
                 'zones':[{'zone':'tea-1','colour':'green','nextRuns':['%2$s'],'depletionMm':3.5,'preview':[
                   {'certainty':'left_out','at':'%3$s','explanation':{'key':'run.skipped.hold','args':{}}},
                   {'certainty':'planned','at':'%2$s','minutes':12.5,'tint':7,
                    'explanation':{'key':'preview.calendar','args':{}}},
                   {'certainty':'none','explanation':{'key':'preview.never','args':{}}},
                   {'certainty':'planned','at':'%4$s','minutes':5,'explanation':{'key':'preview.calendar','args':{}}}]}]}
                """.formatted(now, now.plusSeconds(7_200), now.plusSeconds(3_600), now.minusSeconds(7_200))
                .replace('\'', '"');
    }

    @Test
    void whatAFarmHasBeforeItIsShownWithItsSentencesAlsoWhenTheFarmIsNewerThanTheCloud() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        farm.publish(ROOT + "state", report(now), null);

        await().untilAsserted(() ->
                assertThat(home().path("appliedPlanVersion").asLong()).isEqualTo(1));
        JsonNode home = home();
        assertDocumented("home", home, documentOfHome());
        JsonNode refused = home.path("planRefused");
        assertThat(refused.path("version").asLong()).isEqualTo(2);
        assertThat(refused.path("reason").path("vi").asText()).startsWith("Chưa đấu dây ở trang trại này: v9.");
        assertThat(refused.path("reason").path("en").asText()).startsWith("Not wired on this farm: v9.");

        JsonNode zone = home.path("zones").path(0);
        assertThat(zone.path("nextRuns").path(0).asText())
                .isEqualTo(now.plusSeconds(7_200).toString());
        assertThat(zone.path("depletionMm").asDouble()).isEqualTo(3.5);
        JsonNode preview = zone.path("preview");
        assertThat(preview).as("the start two hours ago is left out").hasSize(3);
        assertThat(preview.path(0).path("certainty").asText()).isEqualTo("left_out");
        assertThat(preview.path(0).path("explanation").path("vi").asText()).isNotBlank();
        assertThat(preview.path(1).path("certainty").asText()).isEqualTo("planned");
        assertThat(preview.path(1).path("at").asText())
                .isEqualTo(now.plusSeconds(7_200).toString());
        assertThat(preview.path(1).path("minutes").asDouble()).isEqualTo(12.5);
        assertThat(preview.path(1).path("explanation").path("en").asText()).isNotBlank();
        assertThat(preview.path(2).path("certainty").asText()).isEqualTo("none");
        assertThat(preview.path(2).has("at")).isFalse();
    }

    private JsonNode documentOfHome() throws Exception {
        return cloud.nobody()
                .get("/openapi.json")
                .json()
                .path("paths")
                .path("/api/v1/farms/{farm}")
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    /** Every field of an answer is in the document with its type, and what the document requires is there. */
    private static void assertDocumented(String where, JsonNode answer, JsonNode schema) {
        assertThat(schema.isObject()).as(where + " is in the document").isTrue();
        switch (schema.path("type").asText()) {
            case "object" -> {
                assertThat(answer.isObject()).as(where).isTrue();
                if (schema.has("properties")) {
                    schema.path("required")
                            .forEach(name -> assertThat(answer.has(name.asText()))
                                    .as(where + " has " + name)
                                    .isTrue());
                    answer.properties()
                            .forEach(field -> assertDocumented(
                                    where + "." + field.getKey(),
                                    field.getValue(),
                                    schema.path("properties").path(field.getKey())));
                }
            }
            case "array" -> {
                assertThat(answer.isArray()).as(where).isTrue();
                answer.forEach(item -> assertDocumented(where + "[]", item, schema.path("items")));
            }
            case "string" -> {
                assertThat(answer.isTextual()).as(where).isTrue();
                if (schema.has("enum")) {
                    assertThat(schema.path("enum")).as(where).contains(answer);
                }
            }
            case "integer" -> assertThat(answer.isIntegralNumber()).as(where).isTrue();
            case "number" -> assertThat(answer.isNumber()).as(where).isTrue();
            case "boolean" -> assertThat(answer.isBoolean()).as(where).isTrue();
            default ->
                assertThat(schema.has("type")).as(where + " may be anything").isFalse();
        }
    }

    @Test
    void eventsAndRepliesOfANewerFarmAreTakenWithoutWhatNobodyHereKnows() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String alarm = """
                {'seq':5,'id':'e-5','type':'alarm.raised','at':'%1$s','newer':true,'alarm':{'id':'a-1','kind':'leak',
                 'severity':'critical','source':'pump','raisedAt':'%1$s','smell':'none',
                 'explanation':{'key':'alarm.leak','args':{'flow':3.0,'seconds':61},'tone':'sad'}}}""".formatted(now).replace('\'', '"');
        farm.publish(ROOT + "event", alarm, 5L);
        assertThat(ack(farm.next("/ack")).ranges()).containsExactly(new Ack.Range(5, 5));
        await().untilAsserted(() ->
                assertThat(home().path("alarms").path(0).path("kind").asText()).isEqualTo("leak"));

        RunningCloud.Reply asked =
                cloud.as(Role.FARMER).send("POST", "/api/v1/farms/hill/zones/tea-1/runs", "{\"minutes\":2}");
        String command = asked.json().path("commandId").asText();
        farm.publish(
                ROOT + "reply",
                "{\"id\":\"" + command + "\",\"state\":\"received\",\"at\":\"" + now + "\",\"mood\":\"good\"}",
                6L);
        await().untilAsserted(() -> assertThat(cloud.as(Role.FARMER)
                        .get("/api/v1/farms/hill/commands/" + command)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("received"));
        assertThat(cloud.nobody().get("/metrics").json().asText())
                .doesNotContain("lane=\"word\",reason=\"malformed\"} 1");
    }
}
