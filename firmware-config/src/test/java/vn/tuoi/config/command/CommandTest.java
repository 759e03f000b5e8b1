package vn.tuoi.config.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.json.MalformedDocument;

class CommandTest {
    private static byte[] command(String fields) {
        return ("{\"id\":\"9f4b1f4e-0000-4000-8000-000000000001\",\"issuedAt\":\"2026-03-02T01:00:00Z\","
                        + "\"expiresAt\":\"2026-03-02T01:10:00Z\","
                        + fields.replace('\'', '"')
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsWaterByMinutesOrLitres() throws MalformedDocument {
        assertThat(Command.parse(command("'type':'water','zone':'z1','minutes':5"))
                        .minutes())
                .isEqualTo(5);
        assertThat(Command.parse(command("'type':'water','zone':'z1','litres':50"))
                        .litres())
                .isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "minutes, \"'type':'water','zone':'z1'\"",
                "minutes, \"'type':'water','zone':'z1','minutes':5,'litres':5\"",
                "minutes, \"'type':'water','zone':'z1','minutes':0\"",
                "minutes, \"'type':'water','zone':'z1','minutes':1441\"",
                "litres, \"'type':'water','zone':'z1','litres':1e9\"",
                "zone, \"'type':'stop'\"",
                "until, \"'type':'hold'\"",
                "answer, \"'type':'ask-answer','ask':'q'\"",
                "station, \"'type':'reset-station'\"",
                "other, \"'type':'stop-all','other':1\""
            })
    void namesTheFieldThatIsWrong(String field, String fields) {
        assertThatThrownBy(() -> Command.parse(command(fields)))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource({"zone", "ask", "answer", "station", "by"})
    void refusesATextThatAFarmWouldHaveToRemember(String field) {
        String fields = "'type':'stop-all','%s':'%s'".formatted(field, "x".repeat(Command.MAX_TEXT + 1));
        assertThatThrownBy(() -> Command.parse(command(fields)))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining(field);
    }
}
