package vn.tuoi.edge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.device.DeviceFailure;
import vn.tuoi.edge.device.Station;

class ReadBackTest {
    private final List<String> changes = new ArrayList<>();
    private final ReadBack readBack = new ReadBack();
    private final Output valve = new Output();

    private static final class Output implements Station {
        private boolean open;
        private boolean silent;

        @Override
        public String id() {
            return "valve";
        }

        @Override
        public void open(Duration atMost) {
            open = true;
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean isOpen() throws DeviceFailure {
            if (silent) {
                throw DeviceFailure.of("device.no_answer", "where", "x");
            }
            return open;
        }
    }

    private void look(long nowMs) {
        readBack.look(List.of(valve), nowMs, (station, open) -> changes.add(station + " " + open));
    }

    @Test
    void tellsWhatChangedWithoutAnOrder() {
        look(0);
        assertThat(changes).as("closed is what everybody expects").isEmpty();
        valve.open = true;
        readBack.ordered("valve", true);
        look(10_000);
        assertThat(changes).as("that was ordered").isEmpty();
        valve.silent = true;
        look(20_000);
        assertThat(changes).isEmpty();
        valve.silent = false;
        valve.open = false;
        look(20_001);
        assertThat(changes).as("it looks every five seconds").isEmpty();
        look(30_000);
        look(40_000);
        assertThat(changes).containsExactly("valve false");
    }

    @Test
    void tellsOfAnOutputThatIsOpenFromTheStart() {
        valve.open = true;
        look(0);
        assertThat(changes).containsExactly("valve true");
    }
}
