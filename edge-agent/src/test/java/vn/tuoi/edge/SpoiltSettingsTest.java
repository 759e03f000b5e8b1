package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.plan.FarmPlan;
import vn.tuoi.edge.control.DurableState;
import vn.tuoi.edge.simulated.Plans;

/** Whatever a settings file, a stored plan or a stored state holds: lines that a person can act on, never a stack trace. */
class SpoiltSettingsTest {
    private static final int FILES = 800;
    private static final int LONGEST_SECONDS = 120;

    @TempDir
    Path folder;

    private record Said(int exit, List<String> out, List<String> err) {}

    private Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new EdgeMain(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of())
                .execute(arguments);
        return new Said(exit, lines(out), lines(err));
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    @Timeout(LONGEST_SECONDS)
    void everySpoiltFileIsInOrderOrRefusedLineByLine() throws IOException {
        SpoiltSettings settings = new SpoiltSettings();
        Files.createDirectories(folder.resolve("maps"));
        Files.copy(Path.of("../docs/examples/maps/market-probe.json"), folder.resolve("maps/market-probe.json"));
        Path file = folder.resolve("edge.json");
        Random random = new Random(20261125);
        int refused = 0;
        int severalAtOnce = 0;
        for (int i = 0; i < FILES; i++) {
            Files.write(file, settings.spoilt(random));
            Said said = run("--config", file.toString(), "--check");
            assertThat(said.exit()).as("file %d: %s", i, said).isIn(0, 2);
            if (said.exit() == 0) {
                assertThat(said.err()).isEmpty();
                continue;
            }
            refused++;
            severalAtOnce += said.err().size() > 1 ? 1 : 0;
            assertThat(said.err()).as("file %d", i).isNotEmpty().allSatisfy(line -> {
                assertThat(line).startsWith(file + ": ").doesNotContain("Exception", "java.", "com.fasterxml");
                assertThat(line.length()).isLessThan(4_000);
            });
        }
        assertThat(refused).isBetween(FILES / 2, FILES - 1);
        assertThat(severalAtOnce).isGreaterThan(FILES / 40);
    }

    @Test
    @Timeout(LONGEST_SECONDS)
    void theRelaysOfASpoiltFileAreTurnedOffAsFarAsTheyCanBeMadeOut() throws IOException {
        SpoiltSettings settings = new SpoiltSettings();
        Path file = folder.resolve("edge.json");
        Random random = new Random(7);
        for (int i = 0; i < 30; i++) {
            Files.write(file, settings.spoilt(random));
            Said said = run("all-off", "--config", file.toString());
            assertThat(said.exit()).as("file %d: %s", i, said).isIn(0, 1, 2);
            assertThat(said.err()).allSatisfy(line -> assertThat(line).doesNotContain("\tat "));
        }
    }

    @Test
    @Timeout(LONGEST_SECONDS)
    void aSpoiltPlanOrStateOnTheDiskIsSomethingThatCanBeSetAside() {
        Random random = new Random(42);
        byte[] plan = StrictJson.write(Plans.teaAndPaddy(1));
        int unreadable = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] spoilt = plan.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            try {
                FarmPlan.parse(spoilt);
            } catch (MalformedDocument e) {
                unreadable++;
                assertThat(e.problems()).isNotEmpty();
            }
            try {
                DurableState.parse(spoilt);
            } catch (MalformedDocument e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(unreadable).isGreaterThan(FILES / 2);
    }
}
