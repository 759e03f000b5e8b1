package vn.tuoi.edge.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.sign.SigningKey;

class SimulatedFarmsMainIT {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void endsWhenItsParentDies() throws Exception {
        writeFarm("farm-a", "simulated");
        writeFarm("farm-b", "simulated");
        Process process = start();
        awaitReady(process);
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void endsWithinThreeSecondsWhenItIsTold() throws Exception {
        writeFarm("farm-a", "simulated");
        Process process = start();
        awaitReady(process);
        process.destroy();
        assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void showsEveryProblemOfEveryFarmAtOnce() throws Exception {
        writeFarm("farm-a", "toaster");
        writeFarm("farm-b", "pi");
        Process process = start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("farm-a", "toaster")
                .contains("farm-b", "must be simulated");
    }

    private void writeFarm(String farm, String hardware) throws IOException {
        Path home = folder.resolve(farm);
        Files.createDirectories(home);
        Files.writeString(home.resolve("edge.json"), """
                {"farm":"%s","hardware":"%s","cloudKey":"%s","mqtt":{"port":9}}
                """.formatted(
                        farm, hardware, SigningKey.generate().verificationKey().encoded()));
    }

    private Process start() throws IOException {
        String now = Instant.now().toString();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatedFarmsMain.class.getName(),
                        "--farms",
                        folder.toString(),
                        "--origin-real",
                        now,
                        "--origin-farm",
                        now)
                .start();
        processes.add(process);
        return process;
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        assertThat(lines.readLine()).isEqualTo("ready");
    }
}
