package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import vn.tuoi.config.sign.SigningKey;

class EdgeMainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int check(String settings) throws IOException {
        Path file = folder.resolve("edge.json");
        Files.writeString(file, settings);
        return edge().execute("--config", file.toString(), "--check");
    }

    private CommandLine edge() {
        return new CommandLine(new EdgeMain(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of()));
    }

    @Test
    void acceptsTheSettingsOfAFarm() throws IOException {
        String key = SigningKey.generate().verificationKey().encoded();
        assertThat(check("""
                {"farm":"tan-cuong-1","cloudKey":"%s","mainsPoint":"mains/present",
                 "stations":[{"station":"pump","output":{"kind":"gpio","pin":17}},
                             {"station":"tea-1","output":{"kind":"latching","openPin":5,"closePin":6}}],
                 "sensors":[{"point":"pump/flow","device":{"kind":"flow-meter","pin":22,"pulsesPerLitre":450},
                             "reporting":{"periodSeconds":1}},
                            {"point":"tea-1/soil_moisture","device":{"kind":"ads1115","address":72,"input":0,
                             "dryVolts":2.4,"dryMoisture":0.05,"wetVolts":1.2,"wetMoisture":0.45}}]}
                """.formatted(key))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ok");
    }

    @Test
    void fieldToolsTakeTheSameSettingsAndNameWhatIsWired() throws IOException {
        Path file = folder.resolve("edge.json");
        Files.writeString(
                file,
                "{\"farm\":\"tan-cuong-1\",\"hardware\":\"simulated\",\"cloudKey\":\""
                        + SigningKey.generate().verificationKey().encoded() + "\"}");
        assertThat(edge().execute("all-off", "--config", file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 stations off");
        assertThat(edge().execute("probe", "--config", file.toString())).isZero();
        assertThat(edge().execute("relay", "pump", "--config", file.toString())).isEqualTo(2);
        assertThat(edge().execute("relay", "1", "on", "--seconds", "5", "--config", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("pump is not wired", "1 is not wired");
        assertThat(edge().execute("probe")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--config");
    }

    @Test
    void fieldToolsKeepOffARunningAgent() throws IOException {
        Path file = folder.resolve("edge.json");
        Files.writeString(
                file,
                "{\"farm\":\"tan-cuong-1\",\"hardware\":\"simulated\",\"dataDir\":\"data\",\"cloudKey\":\""
                        + SigningKey.generate().verificationKey().encoded() + "\"}");
        HardwareLock agent = HardwareLock.take(folder.resolve("data"));
        // the kernel's lock is between processes; within one the JVM says that it is taken
        assertThat(agent).isNotNull();
        assertThat(edge().execute("relay", "pump", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is running", "systemctl stop");
        agent.close();
        assertThat(edge().execute("probe", "--config", file.toString())).isZero();
    }

    @Test
    void scansWithoutSettings() {
        assertThat(edge().execute("probe", "--scan", "--i2c", "19", "--language", "vi"))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("I2C bus 19", "không trả lời", "raspi-config");
        assertThat(edge().execute("probe", "--scan", "--slaves", "300")).isEqualTo(2);
    }

    @Test
    void showsAllProblemsAtOnceEachWithFileAndKey() throws IOException {
        assertThat(check("""
                {"farm":"X","hardware":"pi","colour":"green",
                 "stations":[{"station":"a","output":{"kind":"gpio","pin":17}},
                             {"station":"b","output":{"kind":"gpio","pin":17}},
                             {"station":"c","output":{"kind":"steam"}}]}
                """)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.contains("edge.json: "))
                .anyMatch(line -> line.contains("farm"))
                .anyMatch(line -> line.contains("cloudKey"))
                .anyMatch(line -> line.contains("colour"))
                .anyMatch(line -> line.contains("stations[1].output.pin (line 3)")
                        && line.contains("already used by stations[0].output.pin (line 2)"))
                .anyMatch(line -> line.contains("stations[2].output") && line.contains("steam"));
    }
}
