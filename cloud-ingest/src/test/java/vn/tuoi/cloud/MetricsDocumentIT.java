package vn.tuoi.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/metrics.md} names the metrics of the intake, all of them and no other. */
class MetricsDocumentIT {
    private static final String NAME = "tuoi_(?:(?:intake|spool|broker)_[a-z_]+|store_breaker)";
    private static final Pattern OFFERED = Pattern.compile("(?m)^# TYPE (" + NAME + ") ");
    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `(" + NAME + ")");

    @TempDir
    Path folder;

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(names::add);
        return names;
    }

    @Test
    void namesWhatTheIntakeOffers() throws Exception {
        try (RunningCloud cloud = RunningCloud.start(folder)) {
            String offered = cloud.nobody().get("/metrics").json().asText();

            assertThat(names(NAMED, Files.readString(Path.of("../docs/metrics.md"))))
                    .isEqualTo(names(OFFERED, offered));
        }
    }
}
