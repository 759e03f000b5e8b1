package vn.tuoi.agronomy.et0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.agronomy.table.DataTable;
import vn.tuoi.agronomy.weather.Site;
import vn.tuoi.agronomy.weather.WeatherColumn;
import vn.tuoi.agronomy.weather.WeatherDay;

/** Eighteen years of a desert station against another implementation of ASCE-EWRI 2005. */
class AsceReferenceTest {

    private static final double PRINTED_TO_MM = 0.00501;

    @ParameterizedTest
    @CsvSource({"ASCE_SHORT,short_mm", "ASCE_TALL,tall_mm"})
    void agreesWithRefEtToItsLastDigit(ReferenceMethod method, String column) {
        ClimateEstimator estimator =
                new ClimateEstimator(Site.inland(33.069, 361), method, ClimateEstimator.Et0Source.COMPUTED);
        List<DataTable.Row> rows =
                DataTable.beside(AsceReferenceTest.class, "asce-maricopa.csv").rows();
        assertThat(rows).hasSizeGreaterThan(50);
        for (DataTable.Row row : rows) {
            Map<WeatherColumn, Double> values = new EnumMap<>(WeatherColumn.class);
            for (WeatherColumn measured : List.of(
                    WeatherColumn.RS_MJ,
                    WeatherColumn.TMAX,
                    WeatherColumn.TMIN,
                    WeatherColumn.TDEW,
                    WeatherColumn.WIND_MS)) {
                values.put(measured, row.number(measured.header()));
            }
            WeatherDay day = WeatherDay.of(LocalDate.parse(row.text("date")), values, 3);
            assertThat(estimator.climate(day).et0Mm())
                    .as(row.text("date"))
                    .isCloseTo(row.number(column), within(PRINTED_TO_MM));
        }
    }
}
