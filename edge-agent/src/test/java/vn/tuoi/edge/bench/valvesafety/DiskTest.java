package vn.tuoi.edge.bench.valvesafety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vn.tuoi.edge.control.ControlEvent;
import vn.tuoi.edge.control.ControlTime;
import vn.tuoi.edge.control.ControllerState;
import vn.tuoi.edge.control.IrrigationController;

class DiskTest {
    private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "newer".getBytes(StandardCharsets.UTF_8);

    @Test
    void aFarmOnRealFilesLivesTheSameDay() {
        for (long seed = 1; seed <= 40; seed++) {
            Schedule inMemory = new Schedule(seed, Disk.inMemory());
            Schedule onFiles = new Schedule(seed, Disk.onFiles());
            inMemory.run();
            onFiles.run();
            assertThat(onFiles.steps()).isEqualTo(inMemory.steps());
            assertThat(onFiles.faults()).isEqualTo(inMemory.faults());
            assertThat(onFiles.worstOverrunMs()).isEqualTo(inMemory.worstOverrunMs());
        }
    }

    @Test
    void aWriteThatWasCutOffLeavesTheOldFileAndDoesNotHinderTheNext() {
        try (StateFolder folder = StateFolder.create()) {
            folder.write(OLD);
            folder.writeBeside("ne".getBytes(StandardCharsets.UTF_8));
            assertThat(folder.read()).isEqualTo(OLD);
            folder.write(NEW);
            assertThat(folder.read()).isEqualTo(NEW);
        }
    }

    @Test
    void aFileThatIsNotWhatWasStoredLastIsNoticed() throws IOException {
        ControllerState state = new IrrigationController()
                .step(
                        ControllerState.initial(),
                        new ControlTime(1_000, Schedule.BEGIN, true),
                        new ControlEvent.Started(null, new FarmDraw(new SplittableRandom(1)).farm(), "s1"))
                .state();
        StateFolder folder = StateFolder.create();
        try (Disk disk = Disk.in(folder)) {
            disk.store(state);
            assertThat(disk.read()).isEqualTo(state.durable());
            Files.write(folder.path(), OLD);
            assertThatThrownBy(disk::read).hasMessageContaining("not what was stored last");
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Path path;
        try (StateFolder folder = StateFolder.create()) {
            path = folder.path();
            folder.write(OLD);
            folder.writeBeside(NEW);
            assertThat(Files.exists(path)).isTrue();
        }
        assertThat(Files.exists(path.getParent())).isFalse();
    }
}
