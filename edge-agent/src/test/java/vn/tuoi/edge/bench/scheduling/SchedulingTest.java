package vn.tuoi.edge.bench.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.MonthDay;
import org.junit.jupiter.api.Test;
import vn.tuoi.agronomy.weather.Site;

/** The aims of the scheduling benchmark on its quickest humid scenario. */
class SchedulingTest {

    private static final Path WEATHER = Path.of("..", "agronomy", "weather");
    private static final double ADEQUACY_PERCENT = 99;

    private static Ways tomato() throws Exception {
        return new Ways(Scenario.Climate.read(WEATHER.resolve("hyderabad.csv"), Site.inland(17.4, 545))
                .scenario("humid-tomato", "tomato", "loam", 0.35, MonthDay.of(10, 15)));
    }

    private static double waterMm(Dial dial) {
        return dial.at(ADEQUACY_PERCENT).orElseThrow().irrigationMm();
    }

    @Test
    void aBalanceWithAForecastComesNearTheOracleAndFarBelowATimer() throws Exception {
        Ways ways = tomato();
        double forecast = waterMm(ways.forecast());
        assertThat(forecast).isLessThan(1.05 * waterMm(ways.oracle()));
        assertThat(forecast).isLessThan(0.75 * waterMm(ways.timer()));
    }

    @Test
    void theShippedPolicyKeepsTheCropUnstressed() throws Exception {
        Score shipped = tomato().forecastAsShipped().at(0).orElseThrow();
        assertThat(shipped.adequacyPercent()).isGreaterThan(99.5);
    }

    @Test
    void aMissingSeriesIsWrongUsage() {
        StringWriter err = new StringWriter();
        int code = SchedulingBenchMain.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), "--weather", "nowhere");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("--weather: ").contains("hyderabad.csv");
    }
}
