package vn.tuoi.cloud.timeseries.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vn.tuoi.cloud.timeseries.Resolution;

class ReadingKeyTest {
    private static final long DAY_MS = Resolution.DAY.stepMs();

    @Test
    void ordersByFiveMinutesThenSeriesThenTime() {
        long day = 20_000 * DAY_MS;

        assertThat(ReadingKey.of(9, day + 299_999)).isLessThan(ReadingKey.of(1, day + 300_000));
        assertThat(ReadingKey.of(1, day + 299_999)).isLessThan(ReadingKey.of(2, day));
        assertThat(ReadingKey.of(2, day)).isLessThan(ReadingKey.of(2, day + 1));
        assertThat(ReadingKey.last(0, ReadingKey.MAX_SERIES)).isLessThan(ReadingKey.first(1, 0));
    }

    @Test
    void saysInSqlWhatItSaysInJava() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                PreparedStatement query = connection.prepareStatement("SELECT key, "
                        + ReadingKey.sqlSeries("key") + ", " + ReadingKey.sqlTimeMs("?3", "key") + ", "
                        + ReadingKey.sqlFirst("?4", "?1") + ", " + ReadingKey.sqlLast("?4", "?1") + " FROM (SELECT "
                        + ReadingKey.sqlOf("?1", "?2") + " AS key)")) {
            for (int i = 0; i < 1_000; i++) {
                int series = i == 0 ? ReadingKey.MAX_SERIES : random.nextInt(ReadingKey.MAX_SERIES);
                long timeMs = random.nextLong(100_000 * DAY_MS);
                long dayMs = Resolution.DAY.floor(timeMs);
                long key = ReadingKey.of(series, timeMs);
                int block = ReadingKey.block(timeMs);
                query.setInt(1, series);
                query.setLong(2, timeMs);
                query.setLong(3, dayMs);
                query.setInt(4, block);
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.getLong(1)).isEqualTo(key);
                    assertThat(row.getInt(2)).isEqualTo(series).isEqualTo(ReadingKey.series(key));
                    assertThat(row.getLong(3)).isEqualTo(timeMs).isEqualTo(ReadingKey.timeMs(dayMs, key));
                    assertThat(row.getLong(4)).isEqualTo(ReadingKey.first(block, series));
                    assertThat(row.getLong(5)).isEqualTo(ReadingKey.last(block, series));
                    assertThat(key).isBetween(row.getLong(4), row.getLong(5));
                }
            }
        }
    }
}
