package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.settings.Settings;
import vn.tuoi.config.time.ScaledClock;
import vn.tuoi.config.topic.FarmTopic;
import vn.tuoi.edge.chip.Bme280;
import vn.tuoi.edge.chip.HangingExpander;
import vn.tuoi.edge.chip.I2cBus;
import vn.tuoi.edge.chip.Mcp23017;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.simulated.Broker;
import vn.tuoi.edge.simulated.CloudSide;
import vn.tuoi.edge.simulated.Plans;

/** A whole agent among things that go wrong: no input and no bus content ends it or stops another sensor. */
class HostileFarmIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final List<String> STATIONS = List.of("pump", "valve-1", "valve-2");
    private static final int DOCUMENTS = 400;

    @TempDir
    Path folder;

    private final AtomicInteger signsOfLife = new AtomicInteger();
    private final AtomicInteger goodSamples = new AtomicInteger();
    private Broker broker;
    private CloudSide cloud;

    @BeforeEach
    void startCloud() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        cloud = new CloudSide(broker.port(), Plans.FARM);
    }

    @AfterEach
    void stopCloud() throws Exception {
        cloud.close();
        broker.close();
    }

    private EdgeAgent start(FakeRig rig) throws Exception {
        return start(rig, FarmTime.real());
    }

    private EdgeAgent start(FakeRig rig, FarmTime time) throws Exception {
        byte[] settings = """
                {"farm":"%s","dataDir":"%s","hardware":"simulated","cloudKey":"%s","mqtt":{"port":%d},
                 "telemetry":{"batchSeconds":0.2}}
                """.formatted(
                        Plans.FARM,
                        folder.resolve("data"),
                        cloud.key.verificationKey().encoded(),
                        broker.port())
                .getBytes(StandardCharsets.UTF_8);
        return EdgeAgent.start(
                EdgeSettings.read(Settings.of("edge.json", settings, Map.of())),
                rig,
                time,
                InstantSource.system(),
                () -> true,
                signsOfLife::incrementAndGet);
    }

    private void water(double minutes) throws Exception {
        Instant now = Instant.now();
        cloud.publish(Command.waterMinutes(UUID.randomUUID(), "tea-1", minutes, now, now.plusSeconds(86_400), "Lan"));
    }

    private Sensor good() {
        return sensor("tank/tank_level", () -> {
            goodSamples.incrementAndGet();
            return List.of(new Sample.Measured("tank/tank_level", 80));
        });
    }

    private interface Samples {
        List<Sample> take() throws InterruptedException;
    }

    private static Sensor sensor(String point, Samples samples) {
        return new Sensor() {
            @Override
            public List<String> points() {
                return List.of(point);
            }

            @Override
            public List<Sample> sample() {
                try {
                    return samples.take();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void garbageFromTheCloudAndFromTheBusesEndsNothing() throws Exception {
        Random random = new Random(20261125);
        List<Sensor> sensors = List.of(
                sensor("tea-1/soil_moisture", () -> {
                    throw new ArrayIndexOutOfBoundsException("a driver's bug");
                }),
                sensor(
                        "weather/air_temperature",
                        () -> List.of(new Sample.Measured(
                                "weather/air_temperature",
                                List.of(Double.NaN, Double.POSITIVE_INFINITY, -1e300, 25.0)
                                        .get(random.nextInt(4))))),
                sensor("weather/rain", () -> List.of(new Sample.Measured("somebody/else", 1))),
                sensor("weather/wind_speed", List::of),
                good());
        FakeRig rig = new FakeRig(STATIONS, sensors);
        try (EdgeAgent agent = start(rig)) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(SOON).until(() -> agent.status().planVersion() == 1);
            byte[] plan = StrictJson.write(Plans.teaAndPaddy(2));
            Instant now = Instant.now();
            byte[] command = StrictJson.write(
                    Command.waterMinutes(UUID.randomUUID(), "tea-1", 1, now, now.plusSeconds(60), "Lan"));
            for (int i = 0; i < DOCUMENTS; i++) {
                boolean isPlan = random.nextBoolean();
                cloud.publishSigned(
                        isPlan ? FarmTopic.PLAN : FarmTopic.COMMAND, spoilt(isPlan ? plan : command, random));
            }
            int samples = goodSamples.get();
            int life = signsOfLife.get();
            await().atMost(SOON).until(() -> goodSamples.get() > samples + 2 && signsOfLife.get() > life + 2);

            // what was sent between may have been a valid order by chance: none is left
            now = Instant.now();
            cloud.publish(Command.stopAll(UUID.randomUUID(), now, now.plusSeconds(600), "Lan"));
            cloud.publish(Plans.teaAndPaddy(1_000_000_000));
            await().atMost(SOON).until(() -> agent.status().planVersion() == 1_000_000_000);
            await().atMost(SOON).until(() -> agent.status().openStations().isEmpty());
            water(0.05);
            await().atMost(SOON).until(() -> rig.isOpen("valve-1"));
            await().atMost(SOON).until(() -> !rig.isOpen("valve-1"));
            assertThat(agent.isRunning()).isTrue();
        }
        assertThat(rig.closed).isTrue();
    }

    /** A document with some bytes changed, cut out or doubled; seldom nothing but noise. */
    private static byte[] spoilt(byte[] document, Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            return noise;
        }
        StringBuilder text = new StringBuilder(new String(document, StandardCharsets.UTF_8));
        String[] splinters = {"-1", "1e999", "null", "\"\"", "{}", "[]", "9999999999999999999", "\\u0000", "true", ","};
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            int until = Math.min(text.length(), at + random.nextInt(12));
            text.replace(at, until, splinters[random.nextInt(splinters.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLoopThatHangsGivesNoSignOfLifeAndLeavesNoValveOpen() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        Sensor stuck = sensor("tea-1/soil_moisture", () -> {
            if (hang.getCount() == 0) {
                let.await();
            }
            return List.of(new Sample.Measured("tea-1/soil_moisture", 0.3));
        });
        FakeRig rig = new FakeRig(STATIONS, List.of(good(), stuck));
        // an hour, the longest that the zone may be open, in ten seconds
        ScaledClock clock = new ScaledClock(InstantSource.system(), Instant.now(), Instant.now(), 360);
        try (EdgeAgent agent = start(rig, FarmTime.simulated(clock, clock.speed()))) {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(SOON).until(() -> agent.status().planVersion() == 1);
            await().atMost(SOON).until(() -> signsOfLife.get() > 1);
            water(50);
            await().atMost(SOON).until(() -> rig.isOpen("valve-1"));
            hang.countDown();
            // the guard knows the bound of each and needs no loop
            await().atMost(SOON).until(() -> !rig.isOpen("valve-1"));
            int life = signsOfLife.get();
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> signsOfLife.get() == life);
            let.countDown();
            await().atMost(SOON).until(() -> signsOfLife.get() > life);
        }
    }

    @Test
    void aBusThatHangsHoldsUpNoOtherSensorNoValveAndNoSignOfLife() throws Exception {
        HangingExpander chip = new HangingExpander();
        try (I2cBus bus = new I2cBus("I2C bus 1")) {
            Mcp23017 expander = new Mcp23017(bus.bounded(chip), new Mcp23017.Lines(0b1, 0, 0b10));
            expander.takeOver();
            Sensor stuck = bus.sensor(new Bme280("house", chip), 100);
            FakeRig rig = new FakeRig(STATIONS, List.of(good(), stuck, expander.contact("tank/low", 1, false)))
                    .with(expander.station("valve-2", 0));
            try (EdgeAgent agent = start(rig)) {
                cloud.publish(Plans.teaAndPaddy(1));
                await().atMost(SOON).until(() -> agent.status().planVersion() == 1);
                water(0.1);
                await().atMost(SOON).until(() -> rig.isOpen("valve-1"));
                chip.hang();
                int begun = chip.begun.get();
                await().atMost(SOON).until(() -> chip.begun.get() > begun);
                int samples = goodSamples.get();
                int life = signsOfLife.get();
                long from = System.nanoTime();
                await().atMost(SOON).until(() -> !rig.isOpen("valve-1"));
                await().atMost(SOON).until(() -> signsOfLife.get() > life + 3);
                long periods = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from);
                assertThat(goodSamples.get() - samples).isGreaterThanOrEqualTo((int) (periods * 2 / 3));
                await().atMost(SOON)
                        .until(() -> stuck.sample().stream().anyMatch(sample -> sample instanceof Sample.Unavailable));
                assertThat(agent.isRunning()).isTrue();
                chip.letGo();
            }
        }
    }

    @Test
    void aRelayThatCannotBeClosedBecauseItsBusHangsStarvesTheWatchdogUntilItIs() throws Exception {
        HangingExpander chip = new HangingExpander();
        try (I2cBus bus = new I2cBus("I2C bus 1")) {
            Mcp23017 expander = new Mcp23017(bus.bounded(chip), new Mcp23017.Lines(0b1, 0, 0));
            expander.takeOver();
            FakeRig rig = new FakeRig(STATIONS, List.of(good())).with(expander.station("valve-1", 0));
            // an hour, the longest that the zone may be open, in five seconds
            ScaledClock clock = new ScaledClock(InstantSource.system(), Instant.now(), Instant.now(), 720);
            try (EdgeAgent agent = start(rig, FarmTime.simulated(clock, clock.speed()))) {
                cloud.publish(Plans.teaAndPaddy(1));
                await().atMost(SOON).until(() -> agent.status().planVersion() == 1);
                water(50);
                await().atMost(SOON).until(() -> chip.isHigh(0) && rig.isOpen("pump"));
                chip.hang();
                // the pump is on a line of its own and obeys; past the bound of the valve nobody says that all is well
                await().atMost(SOON).until(() -> !rig.isOpen("pump"));
                AtomicInteger seen = new AtomicInteger(-1);
                await().during(Duration.ofMillis(2_500)).atMost(SOON).until(() -> {
                    int now = signsOfLife.get();
                    return seen.getAndSet(now) == now;
                });
                int samples = goodSamples.get();
                await().atMost(SOON).until(() -> goodSamples.get() > samples + 1);
                assertThat(chip.isHigh(0)).isTrue();
                int life = signsOfLife.get();
                chip.letGo();
                await().atMost(SOON).until(() -> !chip.isHigh(0));
                await().atMost(SOON).until(() -> signsOfLife.get() > life);
                assertThat(agent.isRunning()).isTrue();
            }
        }
    }

    @Test
    void anAgentThatHangsIsClosedAllTheSame() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        Sensor stuck = sensor("tea-1/soil_moisture", () -> {
            if (hang.getCount() == 0) {
                let.await();
            }
            return List.of();
        });
        FakeRig rig = new FakeRig(STATIONS, List.of(good(), stuck));
        EdgeAgent agent = start(rig);
        try {
            cloud.publish(Plans.teaAndPaddy(1));
            await().atMost(SOON).until(() -> agent.status().planVersion() == 1);
            water(10);
            await().atMost(SOON).until(() -> rig.isOpen("valve-1"));
            hang.countDown();
            Thread closing = new Thread(agent::close);
            closing.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> rig.closed && !rig.isOpen("valve-1"));
            closing.join();
        } finally {
            let.countDown();
            agent.close();
        }
    }

    @Test
    void garbageOnTheDiskIsSetAside() throws Exception {
        Random random = new Random(7);
        Files.createDirectories(folder.resolve("data"));
        byte[] plan = StrictJson.write(Plans.teaAndPaddy(1));
        for (int i = 0; i < 5; i++) {
            Files.write(folder.resolve("data/plan.json"), spoilt(plan, random));
            Files.write(
                    folder.resolve("data/state.json"),
                    spoilt("{\"plan\":1,\"runs\":[{}]}".getBytes(StandardCharsets.UTF_8), random));
            try (EdgeAgent agent = start(new FakeRig(STATIONS, List.of(good())))) {
                int samples = goodSamples.get();
                await().atMost(SOON).until(() -> goodSamples.get() > samples);
                assertThat(agent.isRunning()).isTrue();
            }
        }
    }
}
