package vn.tuoi.config.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.json.MalformedDocument;
import vn.tuoi.config.json.StrictJson;

class FarmPlanTest {
    static final String PLAN = """
            {"farm":"tan-cuong-1","version":7,"name":"Đồi chè Tân Cương","timeZone":"Asia/Ho_Chi_Minh",
             "latitude":21.5,"longitude":105.75,"elevationM":60,"afterMainsCut":"ask",
             "households":[{"id":"nha-lan","name":"Nhà cô Lan"}],
             "sources":[{"id":"pump","name":"Bơm ao","capacityLitresPerMinute":60,"pumpStation":"pump","flowPoint":"pump/flow"}],
             "zones":[{"id":"tea-1","name":"Chè trên","station":"valve-1","source":"pump","household":"nha-lan",
               "areaM2":900,"crop":"tea_unshaded","soil":"clay_loam","flowLitresPerMinute":28,"maxMinutes":60,
               "program":{"type":"calendar","starts":[{"at":"05:30"},{"sun":"sunset","offsetMinutes":-60}],
                 "days":{"weekdays":["MON","THU"]},"amount":{"minutes":20},"seasonalPercent":80,
                 "windows":[{"from":"04:00","to":"09:00"}],"skip":{"rainFallenMm":5},
                 "cycleSoak":{"maxCycleMinutes":10,"minSoakMinutes":15}}}]}
            """;

    @Test
    void readsWhatItWrites() throws MalformedDocument {
        FarmPlan plan = FarmPlan.parse(bytes(PLAN));

        assertThat(FarmPlan.parse(StrictJson.write(plan))).isEqualTo(plan);
        assertThat(plan.zone("tea-1").orElseThrow().program()).isInstanceOf(Program.Calendar.class);
        assertThat(plan.mainsCutPolicy()).isEqualTo(MainsCutPolicy.ASK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"version\":7|\"version\":0|version: must be at least 1",
                "\"latitude\":21.5|\"latitude\":91|latitude: must be -90 to 90, not 91",
                "Asia/Ho_Chi_Minh|Asia/Nowhere|timeZone: ",
                "\"source\":\"pump\"|\"source\":\"canal\"|zones[0].source: \"canal\" is not one of the plan's sources",
                "\"station\":\"valve-1\"|\"station\":\"pump\"|zones[0].station: station \"pump\" is already used by sources[0].pumpStation",
                "\"household\":\"nha-lan\"|\"household\":\"x\"|zones[0].household: ",
                "\"at\":\"05:30\"|\"at\":\"25:30\"|zones[0].program.starts[0].at: ",
                "{\"at\":\"05:30\"}|{}|zones[0].program.starts[0]: needs either at",
                "\"sun\":\"sunset\"|\"sun\":\"noon\"|zones[0].program.starts[1].sun: \"noon\" is not one of",
                "{\"minutes\":20}|{\"minutes\":20,\"litres\":3}|zones[0].program.amount: needs exactly one",
                "{\"minutes\":20}|{\"minutes\":\"20\"}|zones[0].program.amount.minutes: ",
                "\"seasonalPercent\":80|\"seasonalPercent\":301|zones[0].program.seasonalPercent: must be 0 to 300, not 301",
                "\"seasonalPercent\":80|\"seasonal\":80|zones[0].program.seasonal: unknown field",
                "\"type\":\"calendar\"|\"type\":\"magic\"|zones[0].program",
                "\"maxMinutes\":60|\"maxMinutes\":0|zones[0].maxMinutes: must be 1 to 720, not 0",
                "\"maxMinutes\":60,|\"maxMinutes\":60,\"maxMinutes\":61,|Duplicate field",
                "\"areaM2\":900,||areaM2",
            })
    void refusesWhatIsWrongAndNamesTheField(String good, String bad, String message) {
        String document = PLAN.replace(good, bad == null ? "" : bad);
        assertThat(document).isNotEqualTo(PLAN);

        assertThatThrownBy(() -> FarmPlan.parse(bytes(document)))
                .isInstanceOf(MalformedDocument.class)
                .hasMessageContaining(message);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        String document =
                PLAN.replace("\"latitude\":21.5", "\"latitude\":91").replace("\"version\":7", "\"version\":0");

        assertThatThrownBy(() -> FarmPlan.parse(bytes(document)))
                .isInstanceOfSatisfying(
                        MalformedDocument.class, e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void replacesOneProgramAndNothingElse() throws MalformedDocument {
        FarmPlan plan = FarmPlan.parse(bytes(PLAN));
        FarmPlan without = plan.withProgram("tea-1", null, 8);

        assertThat(without.version()).isEqualTo(8);
        assertThat(without.zone("tea-1").orElseThrow().program()).isNull();
        assertThat(without.withProgram("tea-1", plan.zones().get(0).program(), 7))
                .isEqualTo(plan);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
