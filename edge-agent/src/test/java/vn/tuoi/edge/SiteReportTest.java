package vn.tuoi.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;
import vn.tuoi.edge.device.Reporting;
import vn.tuoi.edge.device.Sample;

class SiteReportTest {
    private static final Pattern KEY = Pattern.compile("\"((?:device|fix|probe)\\.[a-z_0-9]+)\"");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private SiteReport report(String language) {
        return new SiteReport(new PrintStream(bytes, true, StandardCharsets.UTF_8), language);
    }

    @Test
    void saysInVietnameseWhatIsWrongAndWhatToDo() {
        report("vi")
                .problem(
                        "weather/air_temperature",
                        Explanation.of("device.no_answer", "where", "I2C bus 1 address 0x76"));
        assertThat(said()).contains("không trả lời", "I2C bus 1 address 0x76").contains("raspi-config");
    }

    @Test
    void judgesAValueAsTheAgentDoes() {
        SiteReport report = report("en");
        assertThat(report.sample(new Sample.Measured("tea-1/soil_moisture", 0.31), Reporting.DEFAULT))
                .isTrue();
        assertThat(report.sample(new Sample.Measured("tea-1/soil_moisture", 31), Reporting.DEFAULT))
                .isFalse();
        assertThat(said().lines())
                .anyMatch(line -> line.contains("0.3100 /"))
                .anyMatch(line -> line.contains("believed"));
    }

    /** The keys stand in the code as texts: one that is misspelled would show up on a phone. */
    @Test
    void everyReasonThatTheCodeGivesReadsInBothLanguages() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = KEY.matcher(Files.readString(source));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        assertThat(keys).hasSizeGreaterThan(30);
        for (Messages messages : new Messages[] {Messages.vietnamese(), Messages.english()}) {
            assertThat(messages.texts().keySet()).containsAll(keys);
            for (String key : keys) {
                assertThat(messages.texts()).containsKey(SiteReport.fix(Explanation.of(key)));
            }
        }
    }

    @Test
    void aReasonReadsWithinItsAlarm() {
        Explanation alarm = Explanation.of(
                "alarm.sensor_unavailable", "point", "weather/rain", "reason", "device.no_answer", "where", "I2C 0x76");
        assertThat(Messages.vietnamese().render(alarm)).contains("weather/rain", "I2C 0x76 không trả lời");
        assertThat(Messages.english().render(alarm)).contains("weather/rain", "I2C 0x76 does not answer");
    }
}
