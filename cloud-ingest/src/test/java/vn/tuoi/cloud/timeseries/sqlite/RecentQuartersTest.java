package vn.tuoi.cloud.timeseries.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import vn.tuoi.cloud.timeseries.Resolution;

class RecentQuartersTest {
    private static final long START_MS = 20_000 * Resolution.DAY.stepMs();
    private static final long QUARTER_MS = Resolution.QUARTER_HOUR.stepMs();

    private static final int MAX_GROUPS = 12_000;

    private final RecentQuarters recent = new RecentQuarters((long) MAX_GROUPS * RecentQuarters.GROUP_BYTES);
    private final RowSorter sorter = new RowSorter();

    /** What the file has: of each series, every reading by its time. */
    private final Map<Integer, TreeMap<Long, Double>> file = new HashMap<>();

    private void store(Rows arrived) {
        Rows sorted = new Rows();
        sorter.sort(arrived, sorted);
        recent.add(sorted, this::latestMs);
        for (int i = 0; i < sorted.size(); i++) {
            file.computeIfAbsent(sorted.series[i], series -> new TreeMap<>()).put(sorted.times[i], sorted.values[i]);
        }
    }

    private long latestMs(int series) {
        TreeMap<Long, Double> readings = file.get(series);
        return readings == null ? Long.MIN_VALUE : readings.lastKey();
    }

    private void storeOne(int series, long timeMs, double value) {
        Rows rows = new Rows();
        rows.add(series, timeMs, value);
        store(rows);
    }

    /** Of all quarters that the file has readings of: how many are known, each of which must be right. */
    private int known() {
        int known = 0;
        for (Map.Entry<Integer, TreeMap<Long, Double>> entry : file.entrySet()) {
            int series = entry.getKey();
            TreeMap<Long, Double> readings = entry.getValue();
            Long timeMs = readings.firstKey();
            while (timeMs != null) {
                long quarterMs = Resolution.QUARTER_HOUR.floor(timeMs);
                if (recent.knows(series, quarterMs)) {
                    known++;
                    SeriesSums sums = new SeriesSums();
                    sums.begin(series, series);
                    recent.addTo(sums, series, quarterMs);
                    var expected = readings.subMap(quarterMs, quarterMs + QUARTER_MS).values().stream()
                            .mapToDouble(Double::doubleValue)
                            .summaryStatistics();
                    assertThat(sums.sums.counts[0]).isEqualTo((int) expected.getCount());
                    assertThat(sums.sums.mins[0]).isEqualTo(expected.getMin());
                    assertThat(sums.sums.maxs[0]).isEqualTo(expected.getMax());
                    assertThat(sums.sums.sums[0]).isCloseTo(expected.getSum(), within(1e-9));
                }
                timeMs = readings.ceilingKey(quarterMs + QUARTER_MS);
            }
        }
        return known;
    }

    @Test
    void knowsWhatCameInOrder() {
        for (int minute = 0; minute < 60; minute++) {
            storeOne(7, START_MS + minute * 60_000L, minute);
            storeOne(8, START_MS + minute * 60_000L, -minute);
        }
        assertThat(known()).isEqualTo(8);
    }

    @Test
    void doesNotKnowAQuarterThatALateReadingBelongsTo() {
        storeOne(1, START_MS + 60_000, 1);
        storeOne(1, START_MS + QUARTER_MS, 2);
        assertThat(known()).isEqualTo(2);
        storeOne(1, START_MS + 120_000, 3);
        assertThat(recent.knows(1, START_MS)).isFalse();
        assertThat(recent.knows(1, START_MS + QUARTER_MS)).isTrue();
    }

    @Test
    void doesNotKnowAQuarterOfWhichAReadingWasReplaced() {
        storeOne(1, START_MS, 1);
        storeOne(1, START_MS, 2);
        assertThat(recent.knows(1, START_MS)).isFalse();
    }

    @Test
    void doesNotKnowAQuarterThatBeganBeforeItDid() {
        storeOne(1, START_MS, 1);
        recent.clear();
        storeOne(1, START_MS + 60_000, 2);
        storeOne(1, START_MS + QUARTER_MS, 3);
        assertThat(recent.knows(1, START_MS)).isFalse();
        assertThat(recent.knows(1, START_MS + QUARTER_MS)).isTrue();
    }

    @Test
    void isRightInWhatItKnowsHoweverReadingsCome() {
        SplittableRandom random = new SplittableRandom(41);
        long nowMs = START_MS;
        int known = 0;
        for (int batch = 0; batch < 400; batch++) {
            Rows rows = new Rows();
            for (int i = random.nextInt(1, 200); i > 0; i--) {
                boolean isLate = random.nextInt(50) == 0;
                long timeMs = nowMs + (isLate ? -random.nextInt(4_000) : random.nextInt(1_000)) * 1_000L;
                rows.add(random.nextInt(1, 150), timeMs, random.nextDouble());
            }
            store(rows);
            nowMs += random.nextInt(1_000_000);
            if (random.nextInt(60) == 0) {
                recent.clear();
            }
            if (random.nextInt(3) == 0) {
                long rolledMs = nowMs - random.nextInt(4) * QUARTER_MS;
                int first = random.nextInt(1, 150);
                recent.forget(first, random.nextInt(first, 150), rolledMs);
            }
            if (batch % 40 == 39) {
                known += known();
            }
        }
        assertThat(known).isGreaterThan(1_000);
    }

    @Test
    void doesNotKnowAgainWhatHasBeenRolledUp() {
        storeOne(1, START_MS, 1);
        storeOne(2, START_MS, 1);
        recent.forget(1, 1, START_MS);
        storeOne(1, START_MS + 60_000, 2);
        assertThat(recent.knows(1, START_MS)).isFalse();
        assertThat(recent.knows(2, START_MS)).isTrue();

        recent.forget(1, 500, START_MS);
        storeOne(2, START_MS + 60_000, 2);
        assertThat(recent.knows(2, START_MS)).isFalse();
    }

    @Test
    void hasRoomAgainForWhatComesAfterWhatWasRolledUp() {
        for (int quarter = 0; quarter < 4; quarter++) {
            long quarterMs = START_MS + quarter * QUARTER_MS;
            storeALot(quarterMs);
            assertThat(recent.knows(64 * 6_999 + 1, quarterMs)).isTrue();
            recent.forget(1, 64 * 7_000, quarterMs);
        }
        assertThat(known()).isZero();
    }

    /** Twice a reading of each of 7,000 groups of series, in batches as they come. */
    private void storeALot(long quarterMs) {
        for (int minute = 0; minute < 2; minute++) {
            for (int first = 0; first < 7_000; first += 1_000) {
                Rows rows = new Rows();
                for (int farm = first; farm < first + 1_000; farm++) {
                    rows.add(64 * farm + 1, quarterMs + minute * 60_000L + farm, farm % 10);
                }
                store(rows);
            }
        }
    }

    @Test
    void forgetsWhatIsLongPastWhenThereIsTooMuchAndStaysRight() {
        long laterMs = START_MS + 8 * QUARTER_MS;
        storeALot(START_MS);
        storeALot(laterMs);
        storeALot(laterMs + 8 * QUARTER_MS);

        assertThat(known()).isBetween(7_000, MAX_GROUPS);
        assertThat(recent.knows(1, START_MS)).as("the oldest").isFalse();
        assertThat(recent.knows(1, laterMs + 8 * QUARTER_MS)).as("the newest").isTrue();
    }

    @Test
    void keepsWhatIsStillOfUseWhenThereIsTooMuchAndStaysRight() {
        for (int quarter = 0; quarter < 4; quarter++) {
            storeALot(START_MS + quarter * QUARTER_MS);
        }

        assertThat(known()).isBetween(7_000, MAX_GROUPS);
        assertThat(recent.knows(1, START_MS)).as("the first").isTrue();
        assertThat(recent.knows(64 * 6_999 + 1, START_MS + 3 * QUARTER_MS))
                .as("what found no room")
                .isFalse();

        long laterMs = START_MS + 9 * QUARTER_MS;
        storeALot(laterMs);
        assertThat(recent.knows(64 * 6_999 + 1, laterMs)).as("room again").isTrue();
    }
}
