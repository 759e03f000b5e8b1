package vn.tuoi.edge.pivm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.FarmState;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.config.plan.WaterSource;
import vn.tuoi.config.plan.Zone;
import vn.tuoi.config.senml.Reading;
import vn.tuoi.config.topic.FarmId;
import vn.tuoi.edge.simulated.Broker;
import vn.tuoi.edge.simulated.CloudSide;

/**
 * The agent as it is shipped on a virtual Pi: its own jar and options, Pi4J's gpiod and linuxfs providers, a broker and a
 * cloud on the host. {@code ./tuoi test --pi-vm}; software emulation, so every wait is long and nothing is timed.
 */
@EnabledIfSystemProperty(named = "tuoi.pivm", matches = ".+", disabledReason = "./tuoi test --pi-vm runs it")
class PiVmIT {
    private static final FarmId FARM = new FarmId("tan-cuong-1");
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(90);

    /** An active-low relay: 0 energises it. */
    private static final String VALVE = "$H/sim_gpio17";

    private static final String PUMP = "$H/sim_gpio27";
    private static final String FLOAT = "$H/sim_gpio22";
    private static final String RAIN = "$H/sim_gpio23";

    /** Calibration and raw values of the data sheet's example: 25.08 °C, 100653.27 Pa. */
    private static final List<String> BME280 = List.of(
            "0xd0 0x60",
            "0x88 0x70 0x6b 0x43 0x67 0x18 0xfc 0x7d 0x8e 0x43 0xd6 0xd0 0x0b 0x27 0x0b 0x8c 0x00",
            "0x98 0xf9 0xff 0x8c 0x3c 0xf8 0xc6 0x70 0x17",
            "0xa1 0x4b",
            "0xe1 0x67 0x01 0x00 0x13 0x2d 0x03 0x1e",
            "0xf7 0x65 0x5a 0xc0 0x7e 0xed 0x00 0x7b 0x0f");

    @TempDir
    static Path folder;

    private static Broker broker;
    private static CloudSide cloud;
    private static PiVm pi;

    @BeforeAll
    static void boot() throws Exception {
        Path vm = Path.of(System.getProperty("tuoi.pivm"));
        Path target = Path.of("target").toAbsolutePath();
        Files.copy(
                Path.of("../deploy/edge.options"), target.resolve("edge.options"), StandardCopyOption.REPLACE_EXISTING);
        broker = new Broker(folder.resolve("broker"));
        cloud = new CloudSide(broker.port(), FARM);
        pi = new PiVm(vm, target, target.resolve("pi-vm.log"));
        // an external pull-up holds an active-low relay off while nobody drives its line; a float hangs dry
        say("H=/tmp/header; echo pull-up > " + VALVE + "/pull; echo pull-up > " + FLOAT + "/pull; echo pull-up > "
                + RAIN + "/pull");
        for (String block : BME280) {
            String[] bytes = block.split(" ", 2);
            // one byte at a time: SMBus has no block write that starts anywhere
            say("( a=$((" + bytes[0] + ")); for b in " + bytes[1]
                    + "; do i2cset -y 1 0x76 $(printf 0x%x $a) $b || exit 1; a=$((a+1)); done )");
        }
        // 0x5D.. is 3.000 V to within a millivolt: a dry probe
        say("i2cset -y 1 0x48 0x00 0x5d");
        pi.write("/tmp/edge.json", """
                {"farm":"%s","dataDir":"/tmp/data","cloudKey":"%s",
                "mqtt":{"host":"10.0.2.2","port":%d},"telemetry":{"batchSeconds":1},
                "stations":[{"station":"valve-1","output":{"kind":"gpio","pin":17,"activeLow":true}},
                {"station":"pump","output":{"kind":"gpio","pin":27}}],
                "sensors":[
                {"point":"weather","device":{"kind":"bme280","address":118},"reporting":{"periodSeconds":5}},
                {"point":"shed","device":{"kind":"bme280","address":119},"reporting":{"periodSeconds":5}},
                {"point":"tea-1/soil_moisture","device":{"kind":"ads1115","address":72,"input":0,"dryVolts":3.0,
                "dryMoisture":0.05,"wetVolts":1.2,"wetMoisture":0.45},"reporting":{"periodSeconds":5}},
                {"point":"tank/full","device":{"kind":"contact","pin":22},"reporting":{"periodSeconds":1}},
                {"point":"weather/rain","device":{"kind":"rain-gauge","pin":23,"millimetresPerTip":0.2},
                "reporting":{"periodSeconds":1}}]}
                """.formatted(
                        FARM, cloud.key.verificationKey().encoded(), broker.port()));
        pi.write("/tmp/bin/edge", """
                #!/tmp/bin/sh
                export MALLOC_ARENA_MAX=1
                exec /usr/lib/jvm/java-17-openjdk-arm64/bin/java @/mnt/edge.options \\
                -cp "/mnt/edge-agent-0.1.0.jar:/mnt/lib/*" vn.tuoi.edge.EdgeMain "$@" </dev/null
                """);
        say("chmod +x /tmp/bin/edge");
    }

    @AfterAll
    static void end() throws MqttException {
        if (pi != null) {
            pi.close();
        }
        if (cloud != null) {
            cloud.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void stopAgent() throws Exception {
        pi.run("kill -9 $P; wait $P; cat /tmp/agent.log");
        pi.run("rm -rf /tmp/data; echo pull-up > " + VALVE + "/pull");
    }

    private static PiVm.Answer say(String command) throws IOException, InterruptedException {
        PiVm.Answer answer = pi.run(command);
        assertThat(answer.code()).as(command + "\n" + answer.text()).isZero();
        return answer;
    }

    private static String level(String line) throws IOException, InterruptedException {
        return say("cat " + line + "/value").text();
    }

    /** In the machine the agent's first process id is $P. */
    private static void startAgent() throws IOException, InterruptedException {
        cloud.states.clear();
        say("edge --config /tmp/edge.json > /tmp/agent.log 2>&1 & P=$!");
        await().atMost(START).until(() -> !cloud.states.isEmpty());
    }

    /** Whatever this kernel does with a line that nobody holds, the valve's relay is on now. */
    private static void drivenOn() throws IOException, InterruptedException {
        say("echo pull-up > " + VALVE + "/pull; echo pull-down > " + VALVE + "/pull");
        assertThat(level(VALVE)).isEqualTo("0");
    }

    private static void water(double minutes) throws MqttException {
        Instant now = Instant.now();
        cloud.publish(Command.waterMinutes(UUID.randomUUID(), "tea-1", minutes, now, now.plusSeconds(3_600), "Lan"));
    }

    private static List<RunRecord> ended() {
        return cloud.events.stream()
                .filter(event -> event.type() == FarmEvent.Type.RUN_ENDED)
                .map(FarmEvent::run)
                .toList();
    }

    private static @Nullable Double last(String point) {
        @Nullable Double value = null;
        for (Reading reading : cloud.readings) {
            if (reading.point().equals(point)) {
                value = reading.value();
            }
        }
        return value;
    }

    private static FarmPlan plan(long version) {
        WaterSource well =
                new WaterSource("well", "Giếng", null, 1, "pump", null, 2, 2, 1, null, null, null, null, null);
        Zone tea = new Zone(
                "tea-1",
                "Chè",
                null,
                "valve-1",
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
                "tea-1/soil_moisture",
                null);
        return new FarmPlan(
                FARM,
                version,
                "Đồi chè",
                ZoneId.of("Asia/Ho_Chi_Minh"),
                21.5,
                105.75,
                60,
                null,
                List.of(),
                List.of(well),
                List.of(tea));
    }

    @Test
    void readsChipsAndContactsAndWatersAndEndsByItself() throws Exception {
        startAgent();
        cloud.publish(plan(1));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(last("weather/air_temperature")).isBetween(25.07, 25.09);
            assertThat(last("weather/air_pressure")).isBetween(100.64, 100.66);
            assertThat(last("tea-1/soil_moisture")).isBetween(0.04, 0.06);
            assertThat(last("tank/full")).isZero();
        });
        // nothing answers at 0x77: no value is made up, and the others go on
        assertThat(last("shed/air_temperature")).isNull();

        say("echo pull-down > " + FLOAT + "/pull");
        await().atMost(SOON).until(() -> Double.valueOf(1).equals(last("tank/full")));
        say("for i in 1 2 3 4 5; do echo pull-down > " + RAIN + "/pull; sleep 1; echo pull-up > " + RAIN
                + "/pull; sleep 1; done");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cloud.readings.stream()
                                .filter(reading -> reading.point().equals("weather/rain"))
                                .mapToDouble(Reading::value)
                                .sum())
                        .isBetween(0.99, 1.01));

        assertThat(level(VALVE)).isEqualTo("1");
        assertThat(level(PUMP)).isEqualTo("0");
        water(0.5);
        pi.until("[ $(cat " + VALVE + "/value) = 0 ] && [ $(cat " + PUMP + "/value) = 1 ]", SOON);
        await().atMost(Duration.ofMinutes(3)).until(() -> !ended().isEmpty());
        assertThat(level(VALVE)).isEqualTo("1");
        assertThat(level(PUMP)).isEqualTo("0");
        RunRecord run = ended().get(0);
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.minutes()).isBetween(0.45, 0.7);
        await().atMost(SOON).until(() -> cloud.replies.stream().anyMatch(reply -> reply.state() == Reply.State.DONE));
        assertThat(cloud.unreadable).isEmpty();
    }

    @Test
    void killedInMidRunLeavesNoValveOpenAndTellsAtTheNextStart() throws Exception {
        startAgent();
        cloud.publish(plan(2));
        water(10);
        pi.until("[ $(cat " + VALVE + "/value) = 0 ]", SOON);
        int before = ended().size();
        say("kill -9 $P; sleep 1");
        // a line that stays driven after its process, as on a Pi without strict_gpiod
        drivenOn();
        say("( while [ $(cat " + VALVE + "/value) = 0 ]; do usleep 20000; done; echo off > /tmp/seen ) & W=$!");
        assertThat(say("edge all-off --config /tmp/edge.json").text()).contains("2 stations off");
        say("kill $W; grep off /tmp/seen");

        drivenOn();
        say("rm /tmp/seen; ( while [ $(cat " + VALVE + "/value) = 0 ]; do usleep 20000; done; "
                + "[ -s /tmp/agent.log ] || echo silent; echo off ) > /tmp/seen & : > /tmp/agent.log");
        startAgent();
        say("grep off /tmp/seen");
        await().atMost(SOON).until(() -> ended().size() > before);
        assertThat(ended().get(before).outcome()).isEqualTo(RunRecord.Outcome.INTERRUPTED);
    }

    @Test
    void sigtermClosesEverythingBeforeTheProcessEnds() throws Exception {
        startAgent();
        cloud.publish(plan(3));
        water(10);
        pi.until("[ $(cat " + VALVE + "/value) = 0 ] && [ $(cat " + PUMP + "/value) = 1 ]", SOON);
        say("kill -15 $P");
        pi.until("[ $(cat " + VALVE + "/value) = 1 ] && [ $(cat " + PUMP + "/value) = 0 ]", SOON);
        pi.until("! kill -0 $P", SOON);
    }

    @Test
    void aClockThatNobodySetIsNotTrustedUntilTheNetworkHasSetIt() throws Exception {
        startAgent();
        await().atMost(SOON)
                .until(() -> cloud.states.get(cloud.states.size() - 1).clock() == FarmState.ClockTrust.UNTRUSTED);
        say("mkdir -p /run/systemd/timesync; touch /run/systemd/timesync/synchronized");
        cloud.publish(plan(4));
        await().atMost(SOON)
                .until(() -> cloud.states.get(cloud.states.size() - 1).clock() == FarmState.ClockTrust.TRUSTED);
        say("rm /run/systemd/timesync/synchronized");
    }

    @Test
    void aMissingChipIsNamedToThePersonOnSite() throws Exception {
        PiVm.Answer probe = pi.run("edge probe --config /tmp/edge.json");
        assertThat(probe.code()).isEqualTo(1);
        assertThat(probe.text())
                .contains("weather/air_temperature: 25.08 Cel")
                .containsPattern("shed/air_temperature: unavailable, .*I2C bus 1 address 0x77 does not answer");
    }
}
