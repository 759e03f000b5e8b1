package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;

class DurableStateTest {
    private static byte[] golden(int version) throws IOException {
        try (InputStream in = DurableStateTest.class.getResourceAsStream("durable-" + version + ".json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void writesTheGoldenBytesOfItsVersion() throws IOException {
        assertThat(new String(DurableStory.told().state.durable().toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden(DurableState.VERSION), StandardCharsets.UTF_8).strip());
    }

    @Test
    void readsBackWhatItWrites() throws Exception {
        DurableState state = DurableStory.told().state.durable();
        assertThat(DurableState.parse(state.toJson()).toJson()).isEqualTo(state.toJson());
    }

    @Test
    void takesUpEverythingThatTheVersionBeforeHasStored() throws Exception {
        FarmBench farm = new FarmBench();
        farm.nowMs = Duration.ofMinutes(70).toMillis();
        farm.start(DurableState.parse(golden(DurableState.VERSION - 1)), DurableStory.plan(), "session2");
        FarmState state = farm.state.report(farm.time(), "test", null);
        assertThat(state.zones().get(0).run()).isNotNull();
        assertThat(state.zones().get(2).holdUntil()).isEqualTo(Instant.parse("2026-03-03T06:07:01Z"));
        assertThat(state.zones().get(2).depletionMm()).isEqualTo(27.7);
        assertThat(farm.state.questions()).containsKey("z4");
        assertThat(state.alarms()).extracting("kind").contains("over_current", "leak", "hand_valve_open");
        assertThat(farm.state.ledger()).extracting(HouseholdUse::household).contains("ba");
        Command again = Command.waterMinutes(
                UUID.nameUUIDFromBytes(new byte[] {2}),
                "z5",
                5,
                farm.wall(),
                farm.wall().plusSeconds(600),
                null);
        farm.order(again);
        assertThat(farm.replies(again)).as("a command of before, known").containsOnly(State.DONE);
        Command broken = farm.order(farm.water("z3", 5));
        assertThat(farm.replies(broken)).as("its station is out of service").endsWith(State.REFUSED);

        farm.passReading(Duration.ofHours(2), "s1/flow", 20);
        assertThat(farm.ended()).extracting(RunRecord::zone).contains("z1", "z2", "z5");
        RunRecord tea = farm.ended().stream()
                .filter(run -> run.zone().equals("z1"))
                .findFirst()
                .orElseThrow();
        assertThat(tea.id()).isEqualTo("session1-23");
        assertThat(tea.minutes()).isBetween(19.9, 20.1);
    }

    /** Whoever steps back to the version before finds every field that it knows. */
    @Test
    void stillWritesEveryFieldOfTheVersionBefore() throws Exception {
        Set<String> before = new TreeSet<>();
        shape("", StrictJson.read(golden(DurableState.VERSION - 1), JsonNode.class), before);
        Set<String> now = new TreeSet<>();
        shape("", StrictJson.read(golden(DurableState.VERSION), JsonNode.class), now);
        assertThat(now).containsAll(before);
    }

    private static void shape(String path, JsonNode node, Set<String> shape) {
        shape.add(path + " " + node.getNodeType());
        if (node.isArray()) {
            node.forEach(child -> shape(path + "[]", child, shape));
        } else if (node.isObject() && !path.endsWith("args")) {
            node.properties().forEach(field -> shape(path + "." + field.getKey(), field.getValue(), shape));
        }
    }

    @Test
    void passesOverWhatTheVersionAfterHasAddedAtEveryDepth() throws Exception {
        JsonNode newer = StrictJson.read(golden(DurableState.VERSION), JsonNode.class);
        add("", newer);
        ((ObjectNode) newer).put("version", DurableState.VERSION + 1);
        DurableState read = DurableState.parse(StrictJson.write(newer));
        DurableState own = DurableState.parse(golden(DurableState.VERSION));
        assertThat(read.runs()).isEqualTo(own.runs());
        assertThat(read.pending()).isEqualTo(own.pending());
        assertThat(read.commands()).isEqualTo(own.commands());
        assertThat(read.alarms()).isEqualTo(own.alarms());
        assertThat(read.zones()).isEqualTo(own.zones());
        assertThat(read.rain()).isEqualTo(own.rain());
    }

    private static void add(String name, JsonNode node) {
        node.properties().forEach(field -> add(field.getKey(), field.getValue()));
        if (node.isArray()) {
            node.forEach(child -> add(name, child));
        } else if (node instanceof ObjectNode object && !name.equals("args")) {
            object.putObject("somethingNew").put("a", 1);
        }
    }

    @Test
    void refusesAVersionThatItCannotKnow() {
        assertThatThrownBy(() -> DurableState.parse("{\"version\":99}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedDocument.class);
    }

    /** 200 zones with the longest names, everything wrong that can be, and no network for days. */
    @Test
    void staysSmallEnoughToBeReadBackWhateverHappens() throws Exception {
        String longName = "Ư".repeat(80);
        StringBuilder zones = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            zones.append(i == 0 ? "" : ",")
                    .append(
                            """
                    {'id':'zone-with-a-rather-long-id-%03d','name':'%s','station':'station-with-a-long-id-%03d','source':'s%d',
                     'household':'household-with-a-long-id-%02d','areaM2':200,'crop':'tea_unshaded','soil':'clay_loam',
                     'flowLitresPerMinute':20,'maxMinutes':60,
                     'program':{'type':'%s'%s,'windows':[{'from':'00:00','to':'23:59'}]}}""".formatted(
                                            i,
                                            longName,
                                            i,
                                            i % 16,
                                            i % 64,
                                            i % 4 == 0 ? "balance" : "calendar",
                                            i % 4 == 0
                                                    ? ""
                                                    : ",'starts':[{'at':'08:00'}],'repeat':{'everyMinutes':15,'count':4},'amount':{'litres':900}"));
        }
        StringBuilder households = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            households
                    .append(i == 0 ? "" : ",")
                    .append("{'id':'household-with-a-long-id-%02d','name':'x'}".formatted(i));
        }
        StringBuilder sources = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            sources.append(i == 0 ? "" : ",")
                    .append("{'id':'s%d','name':'%s','pumpStation':'p%d','maxZones':5}".formatted(i, longName, i));
        }
        FarmPlan plan = FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[%s],'sources':[%s],'zones':[%s]}""".formatted(households, sources, zones));
        FarmBench farm = FarmBench.started(plan);
        for (int hour = RainGauge.MAX_HOURS; hour >= 0; hour--) {
            Instant at = farm.wall().minus(Duration.ofHours(hour));
            farm.say(new ControlEvent.ReadingTaken("weather/rain", 0.5, at));
        }
        farm.pass(Duration.ofMinutes(150));
        for (int i = 0; i < 200; i++) {
            String station = "station-with-a-long-id-%03d".formatted(i);
            farm.say(new ControlEvent.StationReported(station, true));
            farm.read("zone-with-a-rather-long-id-%03d/soil_moisture".formatted(i), 7);
        }
        for (int i = 0; i < 400; i++) {
            farm.order(new Command(
                    UUID.randomUUID(),
                    i % 2 == 0 ? Command.Type.WATER : Command.Type.STOP,
                    "zone-with-a-rather-long-id-%03d".formatted(i % 200),
                    i % 2 == 0 ? 5.0 : null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    farm.wall(),
                    farm.wall().plusSeconds(3_600),
                    "0".repeat(64)));
        }
        farm.pass(Duration.ofMinutes(3));
        DurableState state = farm.state.durable();
        assertThat(state.pending()).hasSize(FarmNow.MAX_PENDING);
        assertThat(state.commands()).hasSizeGreaterThanOrEqualTo(FarmNow.MAX_COMMANDS);
        assertThat(state.alarms()).hasSizeGreaterThan(150);
        byte[] json = state.toJson();
        assertThat(json.length).isLessThan(StrictJson.MAX_DOCUMENT_BYTES * 9 / 10);
        assertThat(DurableState.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void aPlanThatCannotBeReadAtTheStartDoesNotForgetHoldsBalancesAndStuckValves() throws Exception {
        FarmBench farm = DurableStory.told();
        DurableState stored = farm.state.durable();
        farm.nowMs += 30_000;
        farm.start(DurableState.parse(stored.toJson()), null, "session2");
        farm.restartAfter(Duration.ofSeconds(30));
        farm.say(new ControlEvent.PlanReceived(DurableStory.plan()));

        FarmState state = farm.state.report(farm.time(), "test", null);
        assertThat(state.zones().get(2).holdUntil()).isEqualTo(Instant.parse("2026-03-03T06:07:01Z"));
        assertThat(state.zones().get(2).depletionMm()).isEqualTo(27.7);
        assertThat(farm.state.questions()).containsKey("z4");
        assertThat(farm.replies(farm.order(farm.water("z3", 5)))).endsWith(State.REFUSED);
        // the runs of zones that nobody knew have an end, and an answer
        assertThat(farm.events(FarmEvent.Type.RUN_ENDED))
                .extracting(event -> Objects.requireNonNull(event.run()).zone())
                .contains("z1", "z2");
        assertThat(farm.skipReasons()).contains("run.ended.plan_changed");
        assertThat(farm.state.ledger().stream()
                        .mapToDouble(HouseholdUse::minutes)
                        .sum())
                .isGreaterThan(19.9);
    }

    @Test
    void aStuckValveStaysOutOfServiceWhenThePlanLeavesItOutForAWhile() {
        FarmBench farm = DurableStory.told();
        FarmPlan plan = DurableStory.plan();
        FarmPlan without = new FarmPlan(
                plan.farm(),
                4,
                plan.name(),
                plan.timeZone(),
                plan.latitude(),
                plan.longitude(),
                plan.elevationM(),
                null,
                plan.households(),
                plan.sources(),
                plan.zones().stream().filter(zone -> !zone.id().equals("z3")).toList());
        farm.say(new ControlEvent.PlanReceived(without));
        assertThat(farm.state.report(farm.time(), "test", null).alarms())
                .extracting("kind")
                .contains("over_current");
        farm.restartAfter(Duration.ofSeconds(10));
        farm.say(new ControlEvent.PlanReceived(plan.withVersion(5)));
        assertThat(farm.replies(farm.order(farm.water("z3", 5)))).endsWith(State.REFUSED);
        farm.order(new Command(
                UUID.randomUUID(),
                Command.Type.RESET_STATION,
                null,
                null,
                null,
                null,
                null,
                null,
                "v3",
                farm.wall(),
                farm.wall().plusSeconds(60),
                null));
        assertThat(farm.replies(farm.order(farm.water("z3", 5)))).containsExactly(State.RECEIVED);
        assertThat(List.copyOf(farm.state.report(farm.time(), "test", null).alarms()))
                .extracting("kind")
                .doesNotContain("over_current");
    }
}
