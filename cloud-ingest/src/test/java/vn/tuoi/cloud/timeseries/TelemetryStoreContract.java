package vn.tuoi.cloud.timeseries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private TelemetryStore store;

    /** A store that is empty and works. */
    protected abstract TelemetryStore open(InstantSource clock) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open(now::get);
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

    /** Rolls up whatever is over. */
    private void keepUp() throws StoreUnavailable {
        while (store.upkeep().more()) {
            // one step after the other
        }
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
    void tellsTheSameFromReadingsAndRollupsAndAfterLateReadings() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        TreeMap<Long, Double> model = new TreeMap<>();
        now.set(NOON.plusSeconds(1_234));
        Instant from = NOON.minus(Duration.ofDays(12)).minusSeconds(977);
        for (Instant at = from; at.isBefore(now.get()); at = at.plusSeconds(random.nextInt(60, 1_200))) {
            model.put(at.toEpochMilli(), random.nextDouble());
        }
        writeAll(model);
        assertTellsWhatAPlainLoopWould(model, random);

        keepUp();
        assertTellsWhatAPlainLoopWould(model, random);

        TreeMap<Long, Double> late = new TreeMap<>();
        List<Long> times = List.copyOf(model.keySet());
        for (int i = 0; i < 30; i++) {
            long changed = times.get(random.nextInt(times.size()));
            late.put(changed, -random.nextDouble());
            late.put(changed + 7, 2 + random.nextDouble());
        }
        model.putAll(late);
        writeAll(late);
        assertTellsWhatAPlainLoopWould(model, random);

        keepUp();
        assertTellsWhatAPlainLoopWould(model, random);

        now.set(NOON.plus(Duration.ofDays(2)));
        keepUp();
        assertTellsWhatAPlainLoopWould(model, random);
    }

    /** Series that follow one another are rolled up together: each still tells its own readings, and only those. */
    @Test
    void rollsUpEachSeriesByItselfWhateverItsNeighboursSent() throws Exception {
        SplittableRandom random = new SplittableRandom(23);
        List<TreeMap<Long, Double>> models = IntStream.range(0, 40)
                .mapToObj(point -> new TreeMap<Long, Double>())
                .toList();
        for (int hour = 0; hour < 60; hour += random.nextInt(1, 8)) {
            Instant from = NOON.minus(Duration.ofHours(60L - hour));
            now.set(from.plus(Duration.ofHours(1)));
            ReadingBatch batch = new ReadingBatch();
            for (int point = 0; point < models.size(); point++) {
                // most send in each hour, some never, and some late
                boolean isSilent = point % 11 == 5 || random.nextInt(6) == 0;
                long lateMs = random.nextInt(9) == 0 ? Duration.ofHours(30).toMillis() : 0;
                for (int i = 0; !isSilent && i < 5; i++) {
                    long timeMs = from.toEpochMilli() - lateMs + random.nextLong(3_600_000);
                    double value = random.nextDouble();
                    models.get(point).put(timeMs, value);
                    batch.add(FARM.value(), "tea-" + point + "/ph", "pH", timeMs, value);
                }
            }
            store.write(batch);
            keepUp();
        }
        now.set(NOON.plus(Duration.ofDays(2)));
        keepUp();
        for (int point = 0; point < models.size(); point++) {
            TreeMap<Long, Double> model = models.get(point);
            if (!model.isEmpty()) {
                assertTellsWhatAPlainLoopWould("tea-" + point + "/ph", model, random);
            }
        }
    }

    private void writeAll(SortedMap<Long, Double> readings) throws StoreUnavailable {
        ReadingBatch batch = new ReadingBatch();
        readings.forEach((timeMs, value) -> batch.add(FARM.value(), MOISTURE, "/", timeMs, value));
        store.write(batch);
    }

    private void assertTellsWhatAPlainLoopWould(NavigableMap<Long, Double> model, SplittableRandom random)
            throws StoreUnavailable {
        assertTellsWhatAPlainLoopWould(MOISTURE, model, random);
    }

    private void assertTellsWhatAPlainLoopWould(String point, NavigableMap<Long, Double> model, SplittableRandom random)
            throws StoreUnavailable {
        long firstMs = model.firstKey() - 3_600_000;
        long lastMs = model.lastKey() + 3_600_000;
        int[] bucketCounts = {1, 2, 7, 48, 300, 2_000};
        for (int maxBuckets : bucketCounts) {
            long fromMs = random.nextLong(firstMs, lastMs - 1);
            long toMs = random.nextLong(fromMs + 1, lastMs);
            if (random.nextInt(3) == 0) {
                fromMs = Resolution.DAY.floor(firstMs);
                toMs = Resolution.DAY.ceil(lastMs);
            }
            assertTells(point, model, fromMs, toMs, maxBuckets);
        }
    }

    private void assertTells(String point, NavigableMap<Long, Double> model, long fromMs, long toMs, int maxBuckets)
            throws StoreUnavailable {
        String about =
                point + ", " + Instant.ofEpochMilli(fromMs) + " to " + Instant.ofEpochMilli(toMs) + " in " + maxBuckets;
        List<Bucket> buckets = store.series(new SeriesQuery(
                        FARM, point, Instant.ofEpochMilli(fromMs), Instant.ofEpochMilli(toMs), maxBuckets))
                .buckets();
        SortedMap<Long, Double> inRange = model.subMap(fromMs, toMs);
        assertThat(buckets).as(about).hasSizeLessThanOrEqualTo(maxBuckets);
        assertThat(buckets.stream().mapToLong(Bucket::count).sum()).as(about).isEqualTo(inRange.size());
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            // buckets without a reading are left out, so this one's readings are all up to the next one
            long nextMs = i + 1 < buckets.size() ? buckets.get(i + 1).at().toEpochMilli() : toMs;
            DoubleSummaryStatistics expected = model.subMap(bucket.at().toEpochMilli(), nextMs).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .summaryStatistics();
            assertThat(bucket.at().toEpochMilli()).as(about).isBetween(fromMs, toMs - 1);
            assertThat(bucket.count()).as(about).isEqualTo(expected.getCount());
            assertThat(bucket.min()).as(about).isEqualTo(expected.getMin());
            assertThat(bucket.max()).as(about).isEqualTo(expected.getMax());
            assertThat(bucket.mean()).as(about).isCloseTo(expected.getAverage(), within(1e-9));
        }
    }

    @Test
    void saysWhatUpkeepDidAndThatNothingWaitsAfterIt() throws Exception {
        Instant yesterday = NOON.minus(Duration.ofDays(1));
        store.write(batch(
                MOISTURE, yesterday, 0.1, MOISTURE, yesterday.plus(Duration.ofHours(1)), 0.2, MOISTURE, NOON, 1.0));

        int rolled = 0;
        Upkeep upkeep = store.upkeep();
        assertThat(upkeep.waiting()).isEqualTo(1);
        assertThat(upkeep.oldestWaitingMs()).isEqualTo(yesterday.toEpochMilli());
        rolled += upkeep.rolledHours();
        while (upkeep.more()) {
            upkeep = store.upkeep();
            rolled += upkeep.rolledHours();
        }

        assertThat(rolled).isEqualTo(2);
        assertThat(store.upkeep().waiting()).isZero();
        assertThat(store.upkeep().oldestWaitingMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void showsTheNewestValuesOfManyFarmsAtOnce() throws Exception {
        ReadingBatch batch = new ReadingBatch();
        batch.add(FARM.value(), MOISTURE, "/", NOON.toEpochMilli(), 0.2);
        batch.add(OTHER.value(), "tea-9/flow", "l/min", NOON.toEpochMilli(), 11);
        store.write(batch);

        assertThat(store.latest(List.of(FARM, OTHER, new FarmId("nobody"))))
                .containsOnlyKeys(FARM, OTHER)
                .containsEntry(OTHER, List.of(new LatestValue("tea-9/flow", 11, "l/min", NOON)));
    }

    @Test
    void givesEachReadingOncePageByPage() throws Exception {
        List<String> written = new ArrayList<>();
        ReadingBatch batch = new ReadingBatch();
        for (int i = 0; i < 40; i++) {
            FarmId farm = i % 3 == 0 ? FARM : OTHER;
            String unit = i % 5 == 0 ? null : "/";
            batch.add(
                    farm.value(),
                    "tea-" + i % 4 + "/soil",
                    unit,
                    NOON.plusSeconds(i).toEpochMilli(),
                    i / 8.0);
            written.add(row(batch, i));
        }
        batch.add(FARM.value(), MOISTURE, "/", NOON.minus(Duration.ofDays(3)).toEpochMilli(), 0.3);
        store.write(batch);
        LocalDate day = LocalDate.ofInstant(NOON, ZoneOffset.UTC);

        List<String> read = new ArrayList<>();
        String position = "";
        while (position != null) {
            ReadingBatch page = new ReadingBatch();
            position = store.readPage(day, position, 7, page);
            assertThat(page.size()).isLessThanOrEqualTo(7);
            for (int row = 0; row < page.size(); row++) {
                read.add(row(page, row));
            }
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
        assertThat(store.countByDay()).containsExactly(Map.entry(day.minusDays(3), 1L), Map.entry(day, 40L));
    }

    private static String row(ReadingBatch batch, int row) {
        return batch.farm(row) + " " + batch.point(row) + " " + batch.timeMs(row) + " " + batch.value(row);
    }

    @Test
    void answersACheck() throws Exception {
        store.check();
    }
}
