package vn.tuoi.cloud.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.event.Ack;

class SeqRangesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsExactlyTheNumbersThatWereAddedInAsFewRangesAsPossible(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Long> numbers = new TreeSet<>();
        SeqRanges ranges = new SeqRanges();
        for (int i = 0; i < 400; i++) {
            long seq = random.nextLong(300);
            numbers.add(seq);
            ranges.add(seq);
        }

        List<Long> found = new ArrayList<>();
        long last = -2;
        for (Ack.Range range : Ack.parse(ranges.json()).ranges()) {
            assertThat(range.from()).as("ranges do not touch").isGreaterThan(last + 1);
            for (long seq = range.from(); seq <= range.to(); seq++) {
                found.add(seq);
            }
            last = range.to();
        }
        assertThat(found).containsExactlyElementsOf(numbers);
    }

    @Test
    void takesOverAllOfOthers() throws Exception {
        SeqRanges ranges = new SeqRanges();
        for (long seq : new long[] {3, 5, 8, 9}) {
            ranges.add(seq);
        }
        SeqRanges others = new SeqRanges();
        for (long seq : new long[] {10, 4, 7, 20}) {
            others.add(seq);
        }
        ranges.addAll(others);

        assertThat(Ack.parse(ranges.json()).ranges())
                .containsExactly(new Ack.Range(3, 5), new Ack.Range(7, 10), new Ack.Range(20, 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50})
    void isEmptyWhenAllWasTaken(int count) throws Exception {
        SeqRanges ranges = new SeqRanges();
        List<Ack.Range> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(10L * i);
            expected.add(new Ack.Range(10L * i, 10L * i));
        }

        SeqRanges taken = ranges.takeAll();
        ranges.add(7);

        assertThat(Ack.parse(taken.json()).ranges()).isEqualTo(expected);
        assertThat(Ack.parse(ranges.json()).ranges()).containsExactly(new Ack.Range(7, 7));
    }

    @Test
    void forgetsTheLowestWhenThereAreTooMany() throws Exception {
        SeqRanges ranges = new SeqRanges();
        for (long seq = 0; seq <= 2L * Ack.MAX_RANGES; seq += 2) {
            ranges.add(seq);
        }

        assertThat(Ack.parse(ranges.json()).ranges())
                .hasSize(Ack.MAX_RANGES)
                .first()
                .isEqualTo(new Ack.Range(2, 2));
    }
}
