package vn.tuoi.cloud.timeseries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.topic.FarmId;

class SeriesPlanTest {
    private static final List<Resolution> ALL = List.of(Resolution.values());
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static SeriesQuery query(long fromMs, long toMs, int maxBuckets) {
        return new SeriesQuery(
                new FarmId("hill"), "p", Instant.ofEpochMilli(fromMs), Instant.ofEpochMilli(toMs), maxBuckets);
    }

    private static SeriesPlan plan(Duration range, int maxBuckets) {
        long toMs = NOON.toEpochMilli();
        return SeriesPlan.of(query(toMs - range.toMillis(), toMs, maxBuckets), ALL, Long.MIN_VALUE, new StaleHours());
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 60, PT1M, RAW",
        "P1D, 500, PT3M, RAW",
        "P7D, 1000, PT15M, QUARTER_HOUR",
        "P30D, 1000, PT45M, QUARTER_HOUR",
        "P30D, 720, PT1H, HOUR",
        "P365D, 1000, PT12H, SIX_HOURS",
        "P365D, 366, P1D, DAY",
        "P3650D, 2000, P2D, DAY"
    })
    void readsMostOfARangeFromWhatGivesTheUsualWidthBelowTheLimit(
            Duration range, int maxBuckets, Duration width, Resolution resolution) {
        SeriesPlan plan = plan(range, maxBuckets);

        assertThat(Duration.ofMillis(plan.bucketMs())).isEqualTo(width);
        long readMs = plan.stretches().stream()
                .filter(stretch -> stretch.resolution() == resolution)
                .mapToLong(stretch -> stretch.toMs() - stretch.fromMs())
                .sum();
        assertThat(readMs).isGreaterThanOrEqualTo(range.toMillis() * 9 / 10);
    }

    @Test
    void takesTheOpenHourFromReadingsAndTheRestFromHours() {
        long toMs = Instant.parse("2026-11-20T12:20:00Z").toEpochMilli();
        long fromMs = Instant.parse("2026-11-19T00:00:00Z").toEpochMilli();
        StaleHours stale = new StaleHours();
        stale.addSpan(NOON.toEpochMilli(), toMs);

        assertThat(SeriesPlan.of(query(fromMs, toMs, 40), ALL, Long.MIN_VALUE, stale)
                        .stretches())
                .containsExactly(
                        new SeriesPlan.Stretch(Resolution.HOUR, fromMs, NOON.toEpochMilli()),
                        new SeriesPlan.Stretch(Resolution.RAW, NOON.toEpochMilli(), toMs));
    }

    @Test
    void tellsInWholeHoursWhatBeginsBeforeTheReadingsThatAreKept() {
        long rawFromMs = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
        long fromMs = Instant.parse("2026-10-01T10:20:00Z").toEpochMilli();
        long toMs = Instant.parse("2026-10-01T15:40:00Z").toEpochMilli();

        SeriesPlan plan = SeriesPlan.of(query(fromMs, toMs, 2_000), ALL, rawFromMs, new StaleHours());

        assertThat(plan.bucketMs()).isEqualTo(Resolution.HOUR.stepMs());
        assertThat(plan.stretches())
                .containsExactly(new SeriesPlan.Stretch(
                        Resolution.HOUR,
                        Instant.parse("2026-10-01T10:00:00Z").toEpochMilli(),
                        Instant.parse("2026-10-01T16:00:00Z").toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void coversEachInstantOnceWithinOneBucketAndNeverFromStaleRollups(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            long fromMs =
                    NOON.toEpochMilli() + random.nextLong(Duration.ofDays(50).toMillis());
            long rangeMs = 1 + (long) Math.pow(10, random.nextDouble(2, 11.4));
            int maxBuckets = 1 + (int) Math.pow(10, random.nextDouble(0, 3.3));
            SeriesQuery query = query(fromMs, fromMs + rangeMs, Math.min(maxBuckets, SeriesQuery.MAX_BUCKETS));
            StaleHours stale = new StaleHours();
            for (int i = 0; i < 5; i++) {
                stale.add(StaleHours.epochDay(fromMs + random.nextLong(rangeMs)), random.nextInt(1 << 24));
            }
            long rawFromMs = random.nextBoolean()
                    ? Long.MIN_VALUE
                    : Resolution.DAY.floor(fromMs + random.nextLong(-rangeMs, 2 * rangeMs));

            check(query, SeriesPlan.of(query, ALL, rawFromMs, stale), rawFromMs, stale);
        }
    }

    private static void check(SeriesQuery query, SeriesPlan plan, long rawFromMs, StaleHours stale) {
        boolean old = query.from().toEpochMilli() < rawFromMs;
        long reachedMs = old
                ? Resolution.HOUR.floor(query.from().toEpochMilli())
                : query.from().toEpochMilli();
        for (SeriesPlan.Stretch stretch : plan.stretches()) {
            assertThat(stretch.fromMs()).isEqualTo(reachedMs);
            assertThat(stretch.toMs()).isGreaterThan(stretch.fromMs());
            long stepMs = stretch.resolution().stepMs();
            assertThat(stretch.fromMs() % stepMs).isZero();
            assertThat(stretch.toMs() % stepMs).isZero();
            if (stretch.resolution() != Resolution.RAW) {
                for (long at = stretch.fromMs(); at < stretch.toMs(); at += stepMs) {
                    assertThat(bucket(plan, at)).isEqualTo(bucket(plan, at + stepMs - 1));
                }
                assertThat(stale.spans(stretch.resolution()))
                        .noneMatch(span ->
                                span.fromMs() < stretch.toMs() && span.toMs() > Math.max(stretch.fromMs(), rawFromMs));
            }
            if (stretch.fromMs() < rawFromMs) {
                assertThat(stretch.resolution()).isGreaterThanOrEqualTo(Resolution.HOUR);
            }
            reachedMs = stretch.toMs();
        }
        long toMs = query.to().toEpochMilli();
        assertThat(reachedMs).isEqualTo(old && toMs <= rawFromMs ? Resolution.HOUR.ceil(toMs) : toMs);
        long first = bucket(plan, plan.stretches().get(0).fromMs());
        assertThat(bucket(plan, reachedMs - 1) - first + 1).isLessThanOrEqualTo(query.maxBuckets());
    }

    private static long bucket(SeriesPlan plan, long timeMs) {
        return (timeMs - plan.originMs()) / plan.bucketMs();
    }
}
