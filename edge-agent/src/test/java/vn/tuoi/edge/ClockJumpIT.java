package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.edge.simulated.Broker;
import vn.tuoi.edge.simulated.CloudSide;
import vn.tuoi.edge.simulated.Plans;

/**
 * The agent as a process whose machine's clock is set while a valve is open ({@code set-clock.c}); the monotonic clock goes
 * on. Needs a C compiler.
 */
class ClockJumpIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);
    private static final double MINUTES = 0.1;

    @TempDir
    Path folder;

    private Broker broker;
    private CloudSide cloud;
    private Process agent;

    @BeforeEach
    void start() throws IOException, InterruptedException, MqttException {
        broker = new Broker(folder.resolve("broker"));
        cloud = new CloudSide(broker.port(), Plans.FARM);
        set(Duration.ZERO);
        Path settings = folder.resolve("edge.json");
        Files.writeString(settings, """
                {"farm":"%s","dataDir":"%s","hardware":"simulated","cloudKey":"%s","mqtt":{"port":%d}}
                """.formatted(
                Plans.FARM, folder.resolve("data"), cloud.key.verificationKey().encoded(), broker.port()));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@../deploy/edge.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeMain.class.getName(),
                        "--config",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().remove("NOTIFY_SOCKET");
        builder.environment().put("LD_PRELOAD", library().toString());
        builder.environment().put("TUOI_CLOCK_SHIFT", folder.resolve("shift").toString());
        agent = builder.start();
    }

    @AfterEach
    void end() throws MqttException, InterruptedException {
        agent.destroyForcibly();
        agent.waitFor(10, TimeUnit.SECONDS);
        cloud.close();
        broker.close();
    }

    private Path library() throws IOException, InterruptedException {
        Path source = folder.resolve("set-clock.c");
        try (InputStream in = Objects.requireNonNull(ClockJumpIT.class.getResourceAsStream("set-clock.c"))) {
            Files.copy(in, source);
        }
        Path library = folder.resolve("set-clock.so");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-O1",
                        "-Wall",
                        "-Werror",
                        "-o",
                        library.toString(),
                        source.toString(),
                        "-ldl")
                .redirectErrorStream(true)
                .start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as("gcc: " + output).isZero();
        return library;
    }

    /** Puts the agent's clock so far from this machine's. */
    private void set(Duration shift) throws IOException {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel file =
                FileChannel.open(folder.resolve("shift"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(seconds.putLong(0, shift.toSeconds()), 0);
        }
    }

    private List<FarmEvent> events(FarmEvent.Type type) {
        return cloud.events.stream().filter(event -> event.type() == type).toList();
    }

    @Test
    void aDayForwardOrBackInMidRunNeitherPutsOffItsEndNorBringsItOn() throws Exception {
        cloud.publish(Plans.teaAndPaddy(1));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cloud.states).as(log()).anyMatch(state -> state.planVersion() == 1));
        runsAcross(Duration.ZERO, DAY);
        runsAcross(DAY, Duration.ZERO);
        assertThat(cloud.unreadable).isEmpty();
    }

    private void runsAcross(Duration before, Duration after) throws IOException, MqttException {
        int earlier = events(FarmEvent.Type.RUN_ENDED).size();
        Instant farmNow = Instant.now().plus(before);
        cloud.publish(
                Command.waterMinutes(UUID.randomUUID(), "tea-1", MINUTES, farmNow, farmNow.plusSeconds(3_600), "Lan"));
        await().atMost(LONG).until(() -> events(FarmEvent.Type.RUN_STARTED).size() > earlier);
        set(after);
        // by this machine's clock: a run that ended by the agent's would take a day
        await().atMost(LONG).until(() -> events(FarmEvent.Type.RUN_ENDED).size() > earlier);
        RunRecord run = Objects.requireNonNull(
                events(FarmEvent.Type.RUN_ENDED).get(earlier).run());
        assertThat(run.outcome()).as(log()).isEqualTo(RunRecord.Outcome.COMPLETED);
        assertThat(run.minutes()).isBetween(MINUTES * 0.9, MINUTES * 2);
        long jump = after.minus(before).toSeconds();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(events(FarmEvent.Type.NOTICE))
                        .as(log())
                        .extracting(notice -> Objects.requireNonNull(notice.explanation()))
                        .anySatisfy(said -> {
                            assertThat(said.key()).isEqualTo("notice.clock_jumped");
                            assertThat(said.args())
                                    .hasEntrySatisfying(
                                            "seconds",
                                            seconds -> assertThat(((Number) seconds).longValue())
                                                    .isBetween(jump - 30, jump + 30));
                        }));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    }
}
