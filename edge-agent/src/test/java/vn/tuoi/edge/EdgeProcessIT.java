package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tuoi.config.sign.SigningKey;

/** The agent as a process, with the options that it is shipped with, under something that plays the service manager. */
class EdgeProcessIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    private Path settings(String more) throws IOException {
        Path file = folder.resolve("edge.json");
        Files.writeString(
                file, """
                {"farm":"tan-cuong-1","cloudKey":"%s","mqtt":{"port":9}%s}
                """.formatted(SigningKey.generate().verificationKey().encoded(), more));
        return file;
    }

    private Process start(String notifySocket, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@../deploy/edge.options",
                "-cp",
                System.getProperty("java.class.path"),
                EdgeMain.class.getName()));
        Collections.addAll(command, arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        if (notifySocket.isEmpty()) {
            builder.environment().remove("NOTIFY_SOCKET");
        } else {
            builder.environment().put("NOTIFY_SOCKET", notifySocket);
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
    }

    @Test
    void turnsOutputsOffFirstTellsTheServiceManagerAndEndsInOrder() throws Exception {
        try (NotifySocket manager = new NotifySocket(folder.resolve("notify"))) {
            Process process = start(
                    folder.resolve("notify").toString(),
                    "--config",
                    settings(",\"hardware\":\"simulated\",\"coap\":{\"enabled\":true,\"port\":0}")
                            .toString());
            await().atMost(LONG).until(() -> Collections.frequency(manager.messages, "WATCHDOG=1") >= 3);
            assertThat(manager.messages).contains("READY=1");
            // the outputs, then whatever needs a disk or a port
            assertThat(log().lines().findFirst().orElse("")).contains("every output is off");
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(manager.messages).endsWith("STOPPING=1");
            assertThat(process.exitValue()).isEqualTo(143);
        }
    }

    @Test
    void allOutputsAreOffBeforeAFolderThatCannotBeUsedEndsTheStart() throws Exception {
        Files.createFile(folder.resolve("data"));
        Process process =
                start("", "--config", settings(",\"hardware\":\"simulated\"").toString());
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log().lines().toList()).hasSize(3);
        assertThat(log())
                .containsSubsequence(
                        "the lock in", "every output is off", "cannot start: ", "FileAlreadyExistsException");
    }

    @Test
    void allOffTriesEveryOutputThatCanBeMadeOutWhateverElseIsWrong() throws Exception {
        // no farm, no key, a station of an unknown kind, a pin used twice: the agent would refuse to start
        Files.writeString(folder.resolve("edge.json"), """
                {"colour":"green","stations":[{"station":"a","output":{"kind":"gpio","pin":17}},
                 {"station":"b","output":{"kind":"steam"}},{"station":"c","output":{"kind":"gpio","pin":17}}]}
                """);
        Process process =
                start("", "all-off", "--config", folder.resolve("edge.json").toString());
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // this machine has no lines: each output that was tried says so
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log())
                .contains("stations[1].output")
                .contains("station a: ")
                .contains("station c: ")
                .contains("0 stations off")
                .doesNotContain("\tat ");
    }

    @Test
    void allOffSaysSoWhenItCannotReadTheFile() throws Exception {
        Files.writeString(folder.resolve("edge.json"), "{\"stations\":[");
        Process process =
                start("", "all-off", "--config", folder.resolve("edge.json").toString());
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log()).contains("edge.json").doesNotContain("\tat ");
    }
}
