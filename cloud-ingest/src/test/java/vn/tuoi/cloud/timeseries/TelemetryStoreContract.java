package vn.tuoi.cloud.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tuoi.config.topic.FarmId;

/** What every telemetry store promises. */
public abstract class TelemetryStoreContract {
    protected static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static final FarmId FARM = new FarmId("la-bang-1");
    private static final FarmId OTHER = new FarmId("la-bang-2");
    private static final String MOISTURE = "tea-1/soil_moisture";

    private TelemetryStore store;

    /** A store that is empty and works. */
    protected abstract TelemetryStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static ReadingBatch batch(Object... rows) {
        ReadingBatch batch = new ReadingBatch();
        for (int i = 0; i < rows.length; i += 3) {
            batch.add(
                    FARM.value(), (String) rows[i], "/", ((Instant) rows[i + 1]).toEpochMilli(), (double) rows[i + 2]);
        }
        return batch;
    }

    private Series hour(String point) throws StoreUnavailable {
        return store.series(new SeriesQuery(FARM, point, NOON, NOON.plus(Duration.ofHours(1)), 60));
    }

    @Test
    void givesBackWhatWasWritten() throws Exception {
        store.write(batch(MOISTURE, NOON, 0.25, MOISTURE, NOON.plusSeconds(60), 0.26));

        Series series = hour(MOISTURE);

        assertThat(series.unit()).isEqualTo("/");
        assertThat(series.buckets())
                .containsExactly(
                        new Bucket(NOON, 0.25, 0.25, 0.25, 1), new Bucket(NOON.plusSeconds(60), 0.26, 0.26, 0.26, 1));
    }

    @Test
    void keepsOneValueOfATimeHoweverOftenItIsWritten() throws Exception {
        store.write(batch(MOISTURE, NOON, 0.25, MOISTURE, NOON, 0.25));
        store.write(batch(MOISTURE, NOON, 0.25));

        assertThat(hour(MOISTURE).buckets()).containsExactly(new Bucket(NOON, 0.25, 0.25, 0.25, 1));
    }

    @Test
    void takesTheValueThatWasWrittenLast() throws Exception {
        store.write(batch(MOISTURE, NOON, 0.25));
        store.write(batch(MOISTURE, NOON, 0.31));

        assertThat(hour(MOISTURE).buckets()).containsExactly(new Bucket(NOON, 0.31, 0.31, 0.31, 1));
    }

    @Test
    void showsTheNewestValueOfEachPointEvenWhenOlderOnesComeLater() throws Exception {
        store.write(batch(MOISTURE, NOON, 0.25, "tea-1/flow", NOON.minusSeconds(60), 20.0));
        store.write(batch(MOISTURE, NOON.minus(Duration.ofDays(2)), 0.4));

        assertThat(store.latest(FARM))
                .containsExactly(
                        new LatestValue("tea-1/flow", 20.0, "/", NOON.minusSeconds(60)),
                        new LatestValue(MOISTURE, 0.25, "/", NOON));
    }

    @Test
    void keepsFarmsApart() throws Exception {
        ReadingBatch batch = new ReadingBatch();
        batch.add(FARM.value(), MOISTURE, "/", NOON.toEpochMilli(), 0.2);
        batch.add(OTHER.value(), MOISTURE, "/", NOON.toEpochMilli(), 0.3);
        store.write(batch);

        assertThat(store.latest(FARM)).extracting(LatestValue::value).containsExactly(0.2);
        assertThat(store.latest(OTHER)).extracting(LatestValue::value).containsExactly(0.3);
    }

    @Test
    void knowsNothingOfAFarmThatNeverSent() throws Exception {
        store.write(batch(MOISTURE, NOON, 0.2));

        assertThat(store.latest(new FarmId("nobody"))).isEmpty();
        assertThat(hour("tea-1/unknown").buckets()).isEmpty();
    }

    @Test
    void keepsAReadingWithoutAUnit() throws Exception {
        ReadingBatch batch = new ReadingBatch();
        batch.add(FARM.value(), "tea-1/valve", null, NOON.toEpochMilli(), 1);
        store.write(batch);

        assertThat(store.latest(FARM)).containsExactly(new LatestValue("tea-1/valve", 1, null, NOON));
        assertThat(hour("tea-1/valve").unit()).isNull();
    }

    @Test
    void keepsUnitsWithOddCharacters() throws Exception {
        ReadingBatch batch = new ReadingBatch();
        batch.add(FARM.value(), "a", "\"\\,=", NOON.toEpochMilli(), 1);
        batch.add(FARM.value(), "b", "%RH", NOON.toEpochMilli(), 2);
        store.write(batch);

        assertThat(store.latest(FARM)).extracting(LatestValue::unit).containsExactly("\"\\,=", "%RH");
    }

    @Test
    void bucketsBeginAtTheRangesBeginningAndCrossMidnight() throws Exception {
        Instant from = Instant.parse("2026-11-20T23:50:07Z");
        store.write(
                batch(MOISTURE, from, 0.1, MOISTURE, from.plusSeconds(599), 0.3, MOISTURE, from.plusSeconds(660), 0.2));

        Series series = store.series(new SeriesQuery(FARM, MOISTURE, from, from.plusSeconds(1_200), 1));

        assertThat(series.buckets()).hasSize(1);
        Bucket bucket = series.buckets().get(0);
        assertThat(bucket.at()).isEqualTo(from);
        assertThat(bucket.min()).isEqualTo(0.1);
        assertThat(bucket.max()).isEqualTo(0.3);
        assertThat(bucket.mean()).isCloseTo(0.2, within(1e-9));
        assertThat(bucket.count()).isEqualTo(3);
    }

    @Test
    void leavesOutWhatLiesOutsideTheRange() throws Exception {
        store.write(batch(
                MOISTURE,
                NOON.minusMillis(1),
                0.1,
                MOISTURE,
                NOON,
                0.2,
                MOISTURE,
                NOON.plus(Duration.ofHours(1)),
                0.3));

        assertThat(hour(MOISTURE).buckets()).containsExactly(new Bucket(NOON, 0.2, 0.2, 0.2, 1));
    }

    @Test
    void aggregatesAMonthOfMinutesAsAPlainLoopWould() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        int minutes = 30 * 1_440;
        double[] values = random.doubles(minutes, 0, 1).toArray();
        Instant from = NOON.minus(Duration.ofMinutes(minutes));
        ReadingBatch batch = new ReadingBatch();
        for (int i = 0; i < minutes; i++) {
            batch.add(FARM.value(), MOISTURE, "/", from.plusSeconds(60L * i).toEpochMilli(), values[i]);
        }
        store.write(batch);

        SeriesQuery query = new SeriesQuery(FARM, MOISTURE, from, NOON, 500);
        List<Bucket> buckets = store.series(query).buckets();

        int perBucket = (int) (query.bucketMs() / 1_000) / 60;
        assertThat(buckets).hasSizeLessThanOrEqualTo(500);
        assertThat(buckets.stream().mapToLong(Bucket::count).sum()).isEqualTo(minutes);
        double max = 0;
        int inFirst = (int) buckets.get(0).count();
        for (int i = 0; i < inFirst; i++) {
            max = Math.max(max, values[i]);
        }
        assertThat(inFirst).isBetween(perBucket, perBucket + 1);
        assertThat(buckets.get(0).max()).isEqualTo(max);
    }

    @Test
    void answersACheck() throws Exception {
        store.check();
    }
}
