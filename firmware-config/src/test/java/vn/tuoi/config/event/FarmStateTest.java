package vn.tuoi.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.message.Messages;

class FarmStateTest {
    private static FarmState read(String refused) throws MalformedDocument {
        return StrictJson.readOwn(
                ("{\"at\":\"2026-03-02T01:00:00Z\",\"planVersion\":3,\"clock\":\"trusted\",\"software\":\"tuoi 0.1\","
                                + "\"planRefused\":" + refused + "}")
                        .getBytes(StandardCharsets.UTF_8),
                FarmState.class);
    }

    @Test
    void aRefusedPlanIsExplainedByAMessageKey() throws MalformedDocument {
        Explanation reason = Explanation.of("plan.refused.older", "version", 2, "applied", 3);
        FarmState state = new FarmState(
                Instant.parse("2026-03-02T01:00:00Z"),
                3,
                new FarmState.RefusedPlan(2, reason),
                FarmState.ClockTrust.TRUSTED,
                null,
                List.of(),
                List.of(),
                List.of(),
                "tuoi 0.1",
                null);
        String json = new String(StrictJson.write(state), StandardCharsets.UTF_8);
        assertThat(json)
                .contains("\"planRefused\":{\"version\":2,\"reason\":"
                        + "{\"key\":\"plan.refused.older\",\"args\":{\"applied\":3,\"version\":2}}}");
        assertThat(StrictJson.read(json.getBytes(StandardCharsets.UTF_8), FarmState.class))
                .isEqualTo(state);
    }

    @Test
    void thePlainSentenceOfAnOlderFarmIsReadAsItIs() throws MalformedDocument {
        FarmState state = read("{\"version\":4,\"reason\":\"station v9 is not wired\"}");
        Explanation reason = Objects.requireNonNull(state.planRefused()).reason();
        assertThat(Messages.vietnamese().render(reason)).isEqualTo("station v9 is not wired");
        assertThat(Messages.english().render(reason)).isEqualTo("station v9 is not wired");
    }
}
