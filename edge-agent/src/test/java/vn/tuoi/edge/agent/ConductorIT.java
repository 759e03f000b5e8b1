package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.sign.SigningKey;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.gateway.Gateway;

/** The conductor with a real state file and outbox, no cloud, and a clock that the test moves. */
class ConductorIT {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    /** The well's pump comes after its valve in the alphabet; the ditch flows by itself. */
    private static final String PLAN = """
            {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
             'elevationM':50,'households':[],
             'sources':[{'id':'well','name':'Giếng','pumpStation':'pump'},{'id':'ditch','name':'Mương'}],
             'zones':[
              {'id':'tea','name':'Chè','station':'gate-of-tea','source':'well','areaM2':200,'crop':'tea_unshaded',
               'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60},
              {'id':'rice','name':'Lúa','station':'gate-of-rice','source':'ditch','areaM2':200,'crop':'tea_unshaded',
               'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60}]}""".replace('\'', '"');

    @TempDir
    Path folder;

    private final FakeRig rig = new FakeRig(List.of("gate-of-rice", "gate-of-tea", "pump"), List.of());
    private final Deque<ControlEvent> following = new ArrayDeque<>();
    private Gateway gateway;
    private DeadlineGuard guard;
    private Conductor conductor;
    private long nowMs = 1_000;

    @BeforeEach
    void begin() throws Exception {
        // nobody listens at port 1: the farm works on without its cloud
        byte[] json = """
                {"farm":"farm-1","dataDir":"%s","hardware":"simulated","cloudKey":"%s","mqtt":{"port":1}}
                """.formatted(
                folder, SigningKey.generate().verificationKey().encoded()).getBytes(StandardCharsets.UTF_8);
        EdgeSettings settings = EdgeSettings.read(Settings.of("edge.json", json, Map.of()));
        Mailbox mailbox = new Mailbox();
        gateway = Gateway.start(settings.gateway(), InstantSource.system(), mailbox);
        guard = new DeadlineGuard("guard", station -> {});
        guard.start();
        conductor = new Conductor(
                settings.gateway(),
                gateway,
                new Stations(rig, List.of(), gateway, guard, FarmTime.real()),
                new Conductor.Inbox(following, mailbox),
                () -> new ControlTime(nowMs, wall(), true));
        conductor.begin(FarmPlan.parse(PLAN.getBytes(StandardCharsets.UTF_8)));
        takeFollowing();
    }

    @AfterEach
    void end() {
        guard.close();
        gateway.close();
    }

    private Instant wall() {
        return START.plusMillis(nowMs);
    }

    private void tell(ControlEvent event) {
        following.add(event);
        takeFollowing();
    }

    private void takeFollowing() {
        int steps = 0;
        for (ControlEvent next = following.poll(); next != null; next = following.poll()) {
            conductor.take(next);
            steps++;
            assertThat(steps).as("steps that follow from one event").isLessThan(100);
        }
    }

    private void water(String zone) {
        tell(new ControlEvent.CommandReceived(
                Command.waterMinutes(UUID.randomUUID(), zone, 10, wall(), wall().plusSeconds(600), "Lan")));
    }

    private void pass(Duration span) {
        long endMs = nowMs + span.toMillis();
        while (conductor.deadlineMs() < endMs) {
            nowMs = Math.max(nowMs, conductor.deadlineMs());
            tell(new ControlEvent.Tick());
        }
        nowMs = endMs;
        tell(new ControlEvent.Tick());
    }

    @Test
    void whatCannotBeStoredClosesEverythingPumpsFirstAndOpensNothing() throws Exception {
        water("tea");
        pass(Duration.ofSeconds(30));
        assertThat(conductor.status().openStations()).containsExactly("gate-of-tea", "pump");
        rig.done.clear();

        // where the next state would be written there is something that is no file
        Path obstacle = Files.createDirectory(folder.resolve("state.json.next"));
        water("rice");
        assertThat(conductor.status().storeFailures()).isPositive();
        assertThat(conductor.status().openStations()).isEmpty();
        assertThat(rig.done).startsWith("close pump", "close gate-of-tea");
        pass(Duration.ofMinutes(20));
        assertThat(rig.done).allMatch(order -> order.startsWith("close "));

        Files.delete(obstacle);
        pass(Duration.ofMinutes(20));
        water("tea");
        pass(Duration.ofSeconds(30));
        assertThat(conductor.status().openStations()).containsExactly("gate-of-tea", "pump");
    }

    @Test
    void aStationThatDoesNotCloseHoldsNothingUpWhileNothingCanBeStored() throws Exception {
        water("tea");
        pass(Duration.ofSeconds(30));
        rig.stuck.add("pump");
        Files.createDirectory(folder.resolve("state.json.next"));
        water("rice");
        assertThat(conductor.status().openStations()).containsExactly("pump");
        rig.stuck.clear();
        pass(Duration.ofMinutes(1));
        assertThat(conductor.status().openStations()).isEmpty();
    }
}
