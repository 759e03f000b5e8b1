package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

class DeadlineGuardTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final DeadlineGuard guard = new DeadlineGuard("guard", station -> closed.add(station.id()));

    @BeforeEach
    void start() {
        guard.start();
    }

    @AfterEach
    void stop() {
        guard.close();
    }

    @Test
    void closesAStationThatNobodyClosed() {
        Valve valve = new Valve("v", 0);
        long armedNanos = System.nanoTime();
        guard.arm(valve, Duration.ofMillis(100));
        await().atMost(Duration.ofSeconds(5)).until(() -> closed.contains("v"));
        assertThat(System.nanoTime() - armedNanos)
                .isGreaterThanOrEqualTo(
                        Duration.ofMillis(100).plus(DeadlineGuard.GRACE).toNanos());
        assertThat(guard.watched()).isZero();
    }

    @Test
    void leavesAClosedStationAlone() {
        Valve valve = new Valve("v", 0);
        Valve later = new Valve("later", 0);
        guard.arm(valve, Duration.ofMillis(50));
        guard.arm(later, Duration.ofMillis(300));
        guard.disarm("v");
        await().atMost(Duration.ofSeconds(5)).until(() -> closed.contains("later"));
        assertThat(valve.closes.get()).isZero();
    }

    @Test
    void triesAgainUntilTheStationObeys() {
        Valve stubborn = new Valve("v", 2);
        guard.arm(stubborn, Duration.ZERO);
        await().atMost(Duration.ofSeconds(10)).until(() -> closed.contains("v"));
        assertThat(stubborn.closes.get()).isEqualTo(3);
    }

    /** A valve that fails to close so many times. */
    private static final class Valve implements Station {
        private final String id;
        private final int failures;
        final AtomicInteger closes = new AtomicInteger();

        Valve(String id, int failures) {
            this.id = id;
            this.failures = failures;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void open(Duration atMost) {}

        @Override
        public void close() throws DeviceFailure {
            if (closes.incrementAndGet() <= failures) {
                throw DeviceFailure.of("device.no_answer", "where", "stuck");
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
