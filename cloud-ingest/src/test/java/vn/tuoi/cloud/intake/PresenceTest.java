package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.topic.FarmId;

class PresenceTest {
    private static final FarmId HILL = new FarmId("hill");
    private static final FarmId VALLEY = new FarmId("valley");

    private final List<Map<FarmId, Long>> written = new ArrayList<>();

    @Test
    void knowsWhenAFarmWasHeardOfLast() {
        Presence presence = new Presence(written::add);
        presence.seen(HILL).at(1_000);
        presence.seen(HILL).at(2_000);

        assertThat(presence.lastSeen(HILL)).isEqualTo(Instant.ofEpochMilli(2_000));
        assertThat(presence.lastSeen(VALLEY)).isNull();
    }

    @Test
    void writesDownOnlyWhatIsNew() {
        Presence presence = new Presence(written::add);
        presence.seen(HILL).at(1_000);
        presence.seen(VALLEY).at(1_500);
        presence.flush();
        presence.flush();
        presence.seen(VALLEY).at(3_000);
        presence.flush();

        assertThat(written).containsExactly(Map.of(HILL, 1_000L, VALLEY, 1_500L), Map.of(VALLEY, 3_000L));
    }

    @Test
    void writesDownAgainWhatCouldNotBeWritten() {
        List<String> failures = new ArrayList<>(List.of("disk full"));
        Presence presence = new Presence(news -> {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.remove(0));
            }
            written.add(news);
        });
        presence.seen(HILL).at(1_000);

        assertThatThrownBy(presence::flush).hasMessage("disk full");
        presence.flush();
        assertThat(written).containsExactly(Map.of(HILL, 1_000L));
    }
}
