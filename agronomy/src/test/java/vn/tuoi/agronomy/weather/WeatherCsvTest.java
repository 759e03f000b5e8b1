package vn.tuoi.agronomy.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeatherCsvTest {

    private static WeatherSeries read(String text) throws IOException, WeatherFormatException {
        return WeatherCsv.read(new StringReader(text), "w.csv");
    }

    @Test
    void readsNamedColumnsInAnyOrderPastComments() throws Exception {
        WeatherSeries series = read(
                "# Tân Cương\nrain_mm,date,tmax,tmin,wind3_ms\n0,2025-01-01,20,10,1.2\n\n# two\n3.5,2025-01-02,21,,NaN\n");
        assertThat(series.days()).hasSize(2);
        WeatherDay second = series.day(LocalDate.of(2025, 1, 2));
        assertThat(second.rainMm()).isEqualTo(3.5);
        assertThat(second.has(WeatherColumn.TMIN)).isFalse();
        assertThat(second.wind()).isEmpty();
        assertThat(series.day(LocalDate.of(2025, 1, 1)).wind()).hasValue(new WeatherDay.Wind(1.2, 3));
    }

    @Test
    void keepsTheHeightOfTheWindColumnWithoutOne() throws Exception {
        WeatherSeries series = WeatherCsv.read(new StringReader("date,wind_ms\n2025-01-01,2\n"), "w.csv", 10);
        assertThat(series.days().get(0).wind()).hasValue(new WeatherDay.Wind(2, 10));
    }

    @Test
    void ignoresAByteOrderMark() throws Exception {
        assertThat(read("\uFEFFdate,et0_mm\n2025-01-01,4\n").days()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date,tmin~2025-01-01,x|w.csv:2: column tmin is 'x'",
                "date,tmin~2025-01-01,99|w.csv:2: column tmin is 99.0 °C, must be -60.0 to 60.0 °C",
                "date,tmin~2025-01-01|w.csv:2: has 1 cells, the header has 2",
                "date,tmin~01/02/2025,9|w.csv:2: column date is '01/02/2025'",
                "date,tmin~2025-01-01,9~2025-01-03,9|w.csv:3: date is 2025-01-03, must be the next day, 2025-01-02",
                "date,tmin,tmax~2025-01-01,9,8|w.csv:2: tmin 9.0 °C is above tmax 8.0 °C",
                "date,humidity~2025-01-01,9|w.csv:1: column humidity is unknown; known are date, tmin",
                "date,tmin,tmin~2025-01-01,9,9|w.csv:1: column tmin is there twice",
                "tmin~9|w.csv:1: no column date",
                "date,tmin|w.csv:1: no day of weather below the header",
                "# only a comment|w.csv:1: no header line",
                "date,rain_mm~2025-01-01,Infinity|w.csv:2: column rain_mm is Infinity mm",
            })
    void refusesWithLineColumnAndReason(String text, String message) {
        assertThatThrownBy(() -> read(text.replace('~', '\n')))
                .isInstanceOf(WeatherFormatException.class)
                .hasMessageStartingWith(message);
    }
}
