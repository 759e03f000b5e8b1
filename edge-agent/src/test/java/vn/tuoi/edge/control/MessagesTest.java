package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.message.Messages;

/** Whatever the controller says, refuses or leaves out reads in both languages. */
class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java/vn/tuoi/edge/control");
    private static final Pattern KEY =
            Pattern.compile("\"((?:run|alarm|command|notice|question|preview|plan)\\.[a-z_.]*[a-z_])\"");
    /** Keys that are put together from the kind of an alarm. */
    private static final List<String> KINDS = List.of("no_flow", "high_flow", "valve_stuck_open", "over_current");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

    private static Set<String> said() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher matcher = KEY.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(matcher.group(1));
                }
            }
        }
        KINDS.forEach(kind -> keys.add("alarm." + kind));
        return keys;
    }

    @Test
    void everySentenceIsThereInVietnameseAndInEnglish() throws IOException {
        Set<String> said = said();
        assertThat(said).hasSizeGreaterThan(80);
        assertThat(Messages.vietnamese().texts().keySet()).containsAll(said);
        assertThat(Messages.english().texts().keySet())
                .isEqualTo(Messages.vietnamese().texts().keySet());
    }

    @Test
    void bothLanguagesTellTheSameNumbers() {
        Messages english = Messages.english();
        Messages.vietnamese()
                .texts()
                .forEach((key, text) -> assertThat(placeholders(text))
                        .as(key)
                        .isEqualTo(placeholders(String.valueOf(english.texts().get(key)))));
    }

    private static Set<String> placeholders(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void noSentenceOfTheControllerIsLeftOver() throws IOException {
        Set<String> unsaid = new TreeSet<>(Messages.vietnamese().texts().keySet());
        unsaid.removeIf(key -> !key.matches("(run|alarm|notice|question|preview)\\..*"));
        unsaid.removeAll(said());
        KINDS.forEach(kind -> unsaid.remove("run.failed." + kind));
        assertThat(unsaid).isEmpty();
    }
}
