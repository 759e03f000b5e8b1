package vn.tuoi.cloud.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.senml.SenmlFormat;

/** The benchmarks in small: no figure is looked at, but all that is counted must agree. */
class BenchIT {
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final int FLEET = 300;

    private final Cores cores = Cores.ofThisMachine();

    @TempDir
    Path folder;

    @Test
    void everyMessageOfALoadIsConfirmedAcknowledgedAndFound() throws Exception {
        IngestRun.Load load = new IngestRun.Load(50, 2, 1, SenmlFormat.CBOR, 11, 300, 1_000);
        try (Mosquitto mosquitto = Mosquitto.start(folder, cores, Mosquitto.IN_FLIGHT);
                Pipeline cloud = CloudPipeline.start(
                        folder.resolve("cloud"), JVM, cores, mosquitto.port(), load.farms(), null)) {
            IngestRun.Result result =
                    IngestRun.measure(cloud, mosquitto.port(), load, new IngestRun.Length(1, 1), true);
            assertThat(result.agrees(true)).as(result.counts()).isTrue();
            assertThat(result.sent()).isGreaterThan(200);
            assertThat(result.storedMicros().getTotalCount()).isPositive();
            assertThat(result.cpuMicros()).isPositive();
        }
    }

    @Test
    void aPeerStoresTheSameReadings() throws Exception {
        IngestRun.Load load = new IngestRun.Load(50, 1, 4, SenmlFormat.JSON, 0, 100, 1_000);
        try (Mosquitto mosquitto = Mosquitto.start(folder, cores, Mosquitto.IN_FLIGHT);
                InfluxServer influx = InfluxServer.start(folder, cores);
                Pipeline bridge = BridgePipeline.start(folder, JVM, cores, mosquitto.port(), influx, 20)) {
            IngestRun.Result result =
                    IngestRun.measure(bridge, mosquitto.port(), load, new IngestRun.Length(1, 1), false);
            assertThat(result.agrees(false)).as(result.counts()).isTrue();
            assertThat(result.sent()).isGreaterThan(50);
        }
    }

    @Test
    void aFleetComesBackByItselfAfterARestartAndLosesNothing() throws Exception {
        Path data = folder.resolve("cloud");
        CloudUnderTest.register(data, FLEET);
        CloudUnderTest.plan(data, FLEET);
        int port = ServerProcess.freePort();
        CloudUnderTest.Setup setup = new CloudUnderTest.Setup(data, JVM, cores, port, true, null);
        try (Fleet fleet = new Fleet(port, FLEET, 3_000, 1)) {
            try (CloudUnderTest cloud = CloudUnderTest.start(setup)) {
                fleet.start(2_000);
                assertThat(fleet.awaitAllUp(60)).isTrue();
                await().atMost(Duration.ofSeconds(30)).until(() -> fleet.acknowledgedSoFar() > FLEET / 2);
                assertThat(cloud.process().residentBytes()).isPositive();
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> fleet.upNow() == 0);
            try (CloudUnderTest cloud = CloudUnderTest.start(setup)) {
                assertThat(fleet.awaitAllUp(60)).isTrue();
                assertThat(fleet.awaitAllAcknowledged(60))
                        .as("%d of %d", fleet.acknowledgedSoFar(), fleet.measuredSoFar())
                        .isTrue();
                assertThat(cloud.process().exitCode()).isNull();
            }
            assertThat(fleet.refusedSoFar()).isZero();
            assertThat(fleet.echoedSoFar()).isZero();
        }
    }

    @Test
    void everyCommandReachesItsFarmAndItsReplyIsStored() throws Exception {
        Path data = folder.resolve("cloud");
        int farms = 20;
        int commands = 15;
        CloudUnderTest.register(data, farms);
        CloudUnderTest.addAdministrator(data);
        int port = ServerProcess.freePort();
        try (CloudUnderTest cloud = CloudUnderTest.start(new CloudUnderTest.Setup(data, JVM, cores, port, true, null));
                CommandLoad load = new CommandLoad(farms);
                Fleet fleet = new Fleet(port, farms, 500, 1, load)) {
            fleet.start(500);
            assertThat(fleet.awaitAllUp(60)).isTrue();
            load.start(cloud.url(), cloud.signIn(), 10, commands);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> load.repliedMicros().getTotalCount() == commands);
            assertThat(load.accepted()).isEqualTo(commands);
            assertThat(load.reachedMicros().getTotalCount()).isEqualTo(commands);
        }
    }
}
