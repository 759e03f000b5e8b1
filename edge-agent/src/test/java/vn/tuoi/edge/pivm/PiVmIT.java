package vn.tuoi.edge.pivm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
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
 * The agent on a virtual Pi as the guide has it: installed by the script, started, watched and ended by systemd under the
 * unit's sandbox, Pi4J's gpiod and linuxfs providers, an RS-485 adapter on USB; a broker and a cloud on the host.
 * {@code ./tuoi test --pi-vm}; software emulation, so every wait is long and nothing is timed.
 */
@EnabledIfSystemProperty(named = "tuoi.pivm", matches = ".+", disabledReason = "./tuoi test --pi-vm runs it")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PiVmIT {
    private static final FarmId FARM = new FarmId("tan-cuong-1");
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMinutes(5);

    /** An active-low relay: 0 energises it. */
    private static final String VALVE = "/run/header/sim_gpio17";

    private static final String PUMP = "/run/header/sim_gpio27";
    private static final String FLOAT = "/run/header/sim_gpio22";
    private static final String RAIN = "/run/header/sim_gpio23";
    private static final String WATERS = "[ $(cat " + VALVE + "/value) = 0 ] && [ $(cat " + PUMP + "/value) = 1 ]";
    private static final String DRY = "[ $(cat " + VALVE + "/value) = 1 ] && [ $(cat " + PUMP + "/value) = 0 ]";
    private static final String MAIN_PID = "$(systemctl show -p MainPID --value tuoi-edge)";
    private static final String LOG = "journalctl -u tuoi-edge -o cat --no-pager";
    private static final String AS_TUOI = "setpriv --reuid tuoi --regid tuoi --init-groups ";

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

    private static SoilProbe soilProbe;
    private static Broker broker;
    private static CloudSide cloud;
    private static PiVm pi;

    @BeforeAll
    static void bootAndInstall() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        cloud = new CloudSide(broker.port(), FARM);
        soilProbe = new SoilProbe();
        Path project = Path.of("..").toRealPath();
        pi = new PiVm(
                Path.of(System.getProperty("tuoi.pivm")),
                project,
                soilProbe.port(),
                project.resolve("edge-agent/target/pi-vm.log"));
        // an external pull-up holds an active-low relay off while nobody drives its line; a float hangs dry
        say("for line in " + VALVE + " " + FLOAT + " " + RAIN + "; do echo pull-up > $line/pull; done");
        for (String block : BME280) {
            String[] bytes = block.split(" ", 2);
            // one byte at a time: SMBus has no block write that starts anywhere
            say("( a=$((" + bytes[0] + ")); for b in " + bytes[1]
                    + "; do busybox i2cset -y 1 0x76 $(printf 0x%x $a) $b || exit 1; a=$((a+1)); done )");
        }
        // 0x5D.. is 3.000 V to within a millivolt: a dry probe
        say("busybox i2cset -y 1 0x48 0x00 0x5d");

        PiVm.Answer installed = say("/src/deploy/install-pi.sh");
        assertThat(installed.text()).contains("/opt/tuoi/.tuoi/edge.jsa: ", "systemctl enable --now tuoi-edge");
        // the emulated processor is that much slower; what the unit forbids stays forbidden
        say("mkdir /etc/systemd/system/tuoi-edge.service.d");
        pi.write("/etc/systemd/system/tuoi-edge.service.d/emulated.conf", """
                [Service]
                TimeoutStartSec=900
                TimeoutStopSec=600
                TimeoutAbortSec=120
                """);
        say("systemctl daemon-reload");
        // into the file that the installer has made, with its owner and mode
        pi.write("/etc/tuoi/edge.json", """
                {"farm":"%s","dataDir":"/var/lib/tuoi","cloudKey":"%s",
                "mqtt":{"host":"10.0.2.2","port":%d},"telemetry":{"batchSeconds":1},
                "buses":[{"bus":"field","port":"/dev/ttyUSB0","baud":4800,"timeoutMs":2000}],
                "stations":[{"station":"valve-1","output":{"kind":"gpio","pin":17,"activeLow":true}},
                {"station":"pump","output":{"kind":"gpio","pin":27}}],
                "sensors":[
                {"point":"weather","device":{"kind":"bme280","address":118},"reporting":{"periodSeconds":5}},
                {"point":"shed","device":{"kind":"bme280","address":119},"reporting":{"periodSeconds":5}},
                {"point":"tea-1/soil_moisture","device":{"kind":"ads1115","address":72,"input":0,"dryVolts":3.0,
                "dryMoisture":0.05,"wetVolts":1.2,"wetMoisture":0.45},"reporting":{"periodSeconds":5}},
                {"point":"bed","device":{"kind":"modbus","bus":"field","slave":1,"map":"soil-7in1"},
                "reporting":{"periodSeconds":5}},
                {"point":"tank/full","device":{"kind":"contact","pin":22},"reporting":{"periodSeconds":1}},
                {"point":"weather/rain","device":{"kind":"rain-gauge","pin":23,"millimetresPerTip":0.2},
                "reporting":{"periodSeconds":1}}]}
                """.formatted(
                        FARM, cloud.key.verificationKey().encoded(), broker.port()));
        assertThat(say("stat -c '%U:%G %a' /etc/tuoi/edge.json").text()).isEqualTo("root:tuoi 640");
        assertThat(say(AS_TUOI + "/opt/tuoi/tuoi edge --config /etc/tuoi/edge.json --check")
                        .text())
                .isEqualTo("/etc/tuoi/edge.json: ok");
    }

    @AfterAll
    static void end() throws MqttException, IOException {
        if (pi != null) {
            pi.close();
        }
        if (soilProbe != null) {
            soilProbe.close();
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
        pi.run("systemctl stop tuoi-edge; " + LOG);
        pi.run("rm -rf /var/lib/tuoi/*; journalctl --rotate --vacuum-time=1s -q; echo pull-up > " + VALVE + "/pull");
    }

    private static PiVm.Answer say(String command) throws IOException, InterruptedException {
        PiVm.Answer answer = pi.run(command);
        assertThat(answer.code()).as(command + "\n" + answer.text()).isZero();
        return answer;
    }

    private static String level(String line) throws IOException, InterruptedException {
        return say("cat " + line + "/value").text();
    }

    /** Returns once the agent has said so to systemd, and to its cloud. */
    private static void startAgent() throws IOException, InterruptedException {
        cloud.states.clear();
        say("systemctl start tuoi-edge");
        await().atMost(START).until(() -> !cloud.states.isEmpty());
    }

    /** Returns once the agent, killed by whatever, runs again. */
    private static void awaitNextStart(String former) throws IOException, InterruptedException {
        pi.until("systemctl is-active -q tuoi-edge && [ " + MAIN_PID + " != " + former + " ]", START);
    }

    private static String mainPid() throws IOException, InterruptedException {
        return say("echo " + MAIN_PID).text();
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
            assertThat(last("bed/soil_moisture")).isBetween(0.657, 0.659);
            assertThat(last("bed/ec")).isEqualTo(1_000);
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
        pi.until(WATERS, SOON);
        await().atMost(SOON).until(() -> !ended().isEmpty());
        assertThat(level(VALVE)).isEqualTo("1");
        assertThat(level(PUMP)).isEqualTo("0");
        RunRecord run = ended().get(0);
        assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.minutes()).isBetween(0.45, 0.7);
        await().atMost(SOON).until(() -> cloud.replies.stream().anyMatch(reply -> reply.state() == Reply.State.DONE));
        assertThat(cloud.unreadable).isEmpty();
    }

    @Test
    void killedInMidRunIsTurnedOffBySystemdAndTellsAtTheNextStart() throws Exception {
        startAgent();
        cloud.publish(plan(2));
        water(10);
        pi.until(WATERS, SOON);
        int before = ended().size();
        String killed = mainPid();
        // this kernel's lines stay driven after their process, as on a Pi without strict_gpiod
        say("kill -9 " + killed + "; " + WATERS);
        say("until " + DRY + "; do busybox usleep 20000; done; " + LOG
                + " | grep -c 'every output is off' > /run/agents");
        // by ExecStopPost, before there is another agent
        assertThat(say("cat /run/agents").text()).isEqualTo("1");
        awaitNextStart(killed);
        assertThat(say(LOG).text()).contains("2 stations off");
        assertThat(say(DRY).code()).isZero();
        await().atMost(SOON).until(() -> ended().size() > before);
        assertThat(ended().get(before).outcome()).isEqualTo(RunRecord.Outcome.INTERRUPTED);
    }

    @Test
    void hungInMidRunIsEndedByTheWatchdogAndTurnedOff() throws Exception {
        startAgent();
        cloud.publish(plan(3));
        water(10);
        pi.until(WATERS, SOON);
        int before = ended().size();
        String hung = mainPid();
        say("kill -STOP " + hung);
        pi.until(DRY, SOON);
        awaitNextStart(hung);
        assertThat(say(LOG).text()).contains("Watchdog timeout", "2 stations off");
        await().atMost(SOON).until(() -> ended().size() > before);
        assertThat(ended().get(before).outcome()).isEqualTo(RunRecord.Outcome.INTERRUPTED);
    }

    @Test
    void aLineThatIsDrivenAtTheStartIsOffOnceTheAgentIsReady() throws Exception {
        say("echo pull-down > " + VALVE + "/pull; [ $(cat " + VALVE + "/value) = 0 ]");
        say("systemctl start tuoi-edge && " + DRY);
    }

    @Test
    void stoppedInMidRunClosesEverythingByItself() throws Exception {
        String withoutAllOff = "/etc/systemd/system/tuoi-edge.service.d/without-all-off.conf";
        pi.write(withoutAllOff, "[Service]\nExecStopPost=\n");
        say("systemctl daemon-reload");
        startAgent();
        cloud.publish(plan(4));
        water(10);
        pi.until(WATERS, SOON);
        say("systemctl stop tuoi-edge && " + DRY);
        assertThat(say("systemctl show -p ActiveState -p Result tuoi-edge")
                        .text()
                        .lines())
                .containsExactlyInAnyOrder("ActiveState=inactive", "Result=success");
        assertThat(say(LOG).text()).doesNotContain("stations off");
        say("rm " + withoutAllOff + "; systemctl daemon-reload");
    }

    @Test
    void aClockThatNobodySetIsNotTrustedUntilTheNetworkHasSetIt() throws Exception {
        startAgent();
        await().atMost(SOON)
                .until(() -> cloud.states.get(cloud.states.size() - 1).clock() == FarmState.ClockTrust.UNTRUSTED);
        say("mkdir -p /run/systemd/timesync; touch /run/systemd/timesync/synchronized");
        cloud.publish(plan(5));
        await().atMost(SOON)
                .until(() -> cloud.states.get(cloud.states.size() - 1).clock() == FarmState.ClockTrust.TRUSTED);
        say("rm /run/systemd/timesync/synchronized");
    }

    @Test
    void aMissingChipIsNamedToThePersonOnSite() throws Exception {
        PiVm.Answer probe = pi.run(AS_TUOI + "/opt/tuoi/tuoi edge probe --config /etc/tuoi/edge.json");
        assertThat(probe.code()).isEqualTo(1);
        assertThat(probe.text())
                .contains("weather/air_temperature: 25.08 Cel")
                .containsPattern("shed/air_temperature: unavailable, .*I2C bus 1 address 0x77 does not answer");
    }

    @Test
    void theInstallerRefusesWhatCannotWork() throws Exception {
        refuses("setpriv --reuid nobody --clear-groups /src/deploy/install-pi.sh", "must be run by root");
        refuses("/src/deploy/install-pi.sh /usr/share", "/usr/share is there and is not Tưới's");
        refuses("/src/deploy/install-pi.sh tuoi", "FOLDER is a path");
        pi.write("/run/java", """
                #!/bin/sh
                echo "    java.specification.version = 11" >&2
                """);
        say("mkdir -p /run/java11 && mv /run/java /run/java11/java && chmod +x /run/java11/java");
        refuses("PATH=/run/java11:$PATH /src/deploy/install-pi.sh", "needs Java 17 or later; /run/java11/java is 11");
    }

    private static void refuses(String command, String reason) throws IOException, InterruptedException {
        PiVm.Answer answer = pi.run(command);
        assertThat(answer.code()).as(answer.text()).isEqualTo(2);
        assertThat(answer.text()).contains(reason);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void isBroughtUpToDateWhileItRunsAndTakenAwayInTheEnd() throws Exception {
        startAgent();
        cloud.publish(plan(6));
        water(10);
        pi.until(WATERS, SOON);
        String former = mainPid();
        String settings = say("sha256sum /etc/tuoi/edge.json").text();
        assertThat(say("/src/deploy/install-pi.sh").text()).contains("Brought up to date; the agent runs again.");
        say(DRY);
        assertThat(mainPid()).isNotEqualTo(former);
        assertThat(say("sha256sum /etc/tuoi/edge.json").text()).isEqualTo(settings);

        say("/src/deploy/install-pi.sh --uninstall");
        say(DRY);
        say("[ ! -e /opt/tuoi ] && [ ! -e /etc/systemd/system/tuoi-edge.service ] && [ ! -d /proc/" + former + " ]");
        say("[ -s /var/lib/tuoi/state.json ] && [ -s /etc/tuoi/edge.json ]");
        assertThat(pi.run("systemctl is-active -q tuoi-edge").code()).isNotZero();
    }
}
