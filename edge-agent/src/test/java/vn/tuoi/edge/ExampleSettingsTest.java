package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
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
import vn.tuoi.edge.device.DeviceWiring;
import vn.tuoi.edge.device.OutputWiring;

/** The example that docs/hardware.md leads through. */
class ExampleSettingsTest {
    private static final Path EXAMPLES = Path.of("../docs/examples");

    @Test
    void validatesAndShowsEveryKindOfDevice(@TempDir Path folder) throws IOException {
        String example = Files.readString(EXAMPLES.resolve("edge.json"));
        Path file = folder.resolve("edge.json");
        Files.writeString(
                file,
                example.replace(
                        "CLOUD_KEY", SigningKey.generate().verificationKey().encoded()));
        Files.createDirectories(folder.resolve("maps"));
        Files.copy(EXAMPLES.resolve("maps/market-probe.json"), folder.resolve("maps/market-probe.json"));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
        int exit = new CommandLine(new EdgeMain(told, told, Map.of())).execute("--config", file.toString(), "--check");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("ok");
        assertThat(exit).isZero();
        for (Class<?> wiring : new Class<?>[] {DeviceWiring.class, OutputWiring.class}) {
            for (JsonSubTypes.Type kind :
                    wiring.getAnnotation(JsonSubTypes.class).value()) {
                assertThat(example).contains("\"" + kind.name() + "\"");
            }
        }
    }
}
