package vn.tuoi.edge.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Sample;
import vn.tuoi.edge.device.Sensor;
import vn.tuoi.edge.device.Station;

/** A bus that hangs stops nobody but itself, and does nothing late. */
class I2cBusTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final I2cBus bus = new I2cBus("I2C bus 1");
    private final HangingExpander chip = new HangingExpander();
    private boolean hangs;

    @AfterEach
    void end() {
        if (hangs) {
            chip.letGo();
        }
        bus.close();
    }

    private void hang() {
        chip.hang();
        hangs = true;
    }

    private void letGo() {
        chip.letGo();
        hangs = false;
    }

    private static Sensor reading(I2cDevice chip, String point) {
        return new Sensor() {
            @Override
            public List<String> points() {
                return List.of(point);
            }

            @Override
            public List<Sample> sample() {
                try {
                    return List.of(new Sample.Measured(point, chip.readRegister(0x14, 1)[0]));
                } catch (DeviceFailure e) {
                    return Sample.unavailable(points(), e.reason());
                }
            }
        };
    }

    private void refuses(I2cDevice device) {
        assertThatThrownBy(() -> device.readRegister(0, 1))
                .isInstanceOfSatisfying(
                        DeviceFailure.class,
                        failure -> assertThat(failure.reason().key()).isEqualTo("device.no_answer"));
    }

    private static long waitsOfThisThread() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId())
                .getWaitedCount();
    }

    @Test
    void waitsForATransferThatHangsOnceAndThenNoMoreUntilItEnds() throws DeviceFailure {
        I2cDevice device = bus.bounded(chip);
        device.write((byte) 0x14, (byte) 7);
        assertThat(device.readRegister(0x14, 1)).containsExactly(7);
        hang();
        refuses(device);
        int begun = chip.begun.get();
        long waits = waitsOfThisThread();
        for (int i = 0; i < 100; i++) {
            refuses(device);
        }
        assertThat(waitsOfThisThread())
                .as("how often the hundred refused waited")
                .isEqualTo(waits);
        letGo();
        await().until(() -> {
            try {
                return device.readRegister(0x14, 1)[0] == 7;
            } catch (DeviceFailure e) {
                return false;
            }
        });
        assertThat(chip.begun.get() - begun)
                .as("no refused transfer was made up for")
                .isLessThan(100);
    }

    @Test
    void aSensorOfABusThatHangsIsUnavailableWithItsReasonAndOthersGoOn() {
        try (I2cBus other = new I2cBus("I2C bus 3")) {
            Sensor stuck = bus.sensor(reading(chip, "a/soil_moisture"), 20);
            Sensor good = other.sensor(reading(new HangingExpander(), "b/soil_moisture"), 20);
            await().until(() -> stuck.sample().equals(List.of(new Sample.Measured("a/soil_moisture", 0))));
            hang();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> stuck.sample().stream()
                            .anyMatch(sample -> sample instanceof Sample.Unavailable unavailable
                                    && unavailable.reason().key().equals("device.no_answer")));
            for (int i = 0; i < 5; i++) {
                await().until(() -> !good.sample().isEmpty());
            }
            letGo();
            await().until(() -> stuck.sample().equals(List.of(new Sample.Measured("a/soil_moisture", 0))));
        }
    }

    @Test
    void aDriverWithABugEndsNoOtherSensorOfItsBus() {
        Sensor broken = bus.sensor(
                new Sensor() {
                    @Override
                    public List<String> points() {
                        return List.of("a/ph");
                    }

                    @Override
                    public List<Sample> sample() {
                        throw new IllegalStateException("a bug");
                    }
                },
                20);
        Sensor good = bus.sensor(reading(chip, "b/ph"), 20);
        await().until(() -> broken.sample().stream()
                .anyMatch(sample -> sample instanceof Sample.Unavailable unavailable
                        && unavailable.reason().key().equals("device.driver_failed")));
        await().until(() -> good.sample().equals(List.of(new Sample.Measured("b/ph", 0))));
    }

    @Test
    void aRelayThatWasToOpenWhileTheBusHungIsOffWhenItAnswersAgain() throws DeviceFailure {
        Mcp23017 expander = new Mcp23017(bus.bounded(chip), new Mcp23017.Lines(0b11, 0, 0));
        expander.takeOver();
        Station valve = expander.station("valve", 0);
        // an opening looks twice and writes once: it hangs in each of the three
        for (int transfer = 1; transfer <= 3; transfer++) {
            chip.hangAt(transfer);
            assertThatThrownBy(() -> valve.open(LONG)).isInstanceOf(DeviceFailure.class);
            assertThat(chip.isHigh(0)).isFalse();
            chip.letGo();
            await().until(() -> isClosed(valve));
            await().during(Duration.ofMillis(200)).until(() -> !chip.isHigh(0));
            valve.open(LONG);
            assertThat(chip.isHigh(0)).isTrue();
            valve.close();
        }
    }

    private static boolean isClosed(Station valve) {
        try {
            return !valve.isOpen();
        } catch (DeviceFailure e) {
            return false;
        }
    }
}
