package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.event.RunRecord;

/** Zones that have to be done by a time, on a source that feeds only so many of them. */
class FinishTimesTest {
    /** On 2 March, the bench's first day. */
    private static Instant vietnam(String time) {
        return Instant.parse("2026-03-02T" + time + ":00+07:00");
    }

    private static String byTime(String time, int minutes) {
        return ",'program':{'type':'calendar','finishBy':{'at':'%s'},'amount':{'minutes':%d}}".formatted(time, minutes);
    }

    private static FarmBench dayOf(String sourceFields, String... programs) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(sourceFields, programs));
        farm.pass(Duration.ofHours(16));
        assertThat(farm.skipReasons()).isEmpty();
        return farm;
    }

    private static Instant end(RunRecord run) {
        return Objects.requireNonNull(run.endedAt());
    }

    private static Instant endOf(FarmBench farm, String zone) {
        return farm.ended().stream()
                .filter(run -> run.zone().equals(zone))
                .map(FinishTimesTest::end)
                .findFirst()
                .orElseThrow();
    }

    private static void allDoneBy(FarmBench farm, int zones, Instant end) {
        assertThat(farm.ended())
                .hasSize(zones)
                .allSatisfy(run -> assertThat(end(run)).isBeforeOrEqualTo(end));
    }

    @Test
    void zonesThatTheCapacityDoesNotFeedTogetherStartOneAfterTheOther() {
        String program = byTime("08:30", 20);
        // three at a time by number, but 45 l/min are enough for two of 20
        FarmBench farm = dayOf(",'maxZones':3,'capacityLitresPerMinute':45", program, program, program);
        allDoneBy(farm, 3, vietnam("08:30"));
        assertThat(farm.ended()).extracting(RunRecord::zone).startsWith("z1");
        assertThat(endOf(farm, "z1")).isBefore(vietnam("08:11"));
        assertThat(endOf(farm, "z3")).isAfter(vietnam("08:29"));
    }

    @Test
    void aZoneThatFinishesSoonAfterAnotherLeavesItTheSourceInTime() {
        FarmBench farm = dayOf("", byTime("08:30", 20), byTime("08:40", 20), byTime("08:35", 10));
        assertThat(endOf(farm, "z2")).isBetween(vietnam("08:39"), vietnam("08:40"));
        assertThat(endOf(farm, "z3")).isBeforeOrEqualTo(vietnam("08:35"));
        assertThat(endOf(farm, "z1")).isBeforeOrEqualTo(vietnam("08:30"));
        allDoneBy(farm, 3, vietnam("08:40"));
    }

    @Test
    void theEveningIsSharedWithThoseThatFinishAfterMidnight() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", byTime("23:30", 20), byTime("00:10", 50)));
        farm.pass(Duration.ofDays(2));
        assertThat(farm.ended()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(run -> {
            assertThat(run.minutes()).isEqualTo(run.plannedMinutes());
            int hour = end(run).atOffset(ZoneOffset.ofHours(7)).getHour();
            assertThat(hour).isIn(22, 23, 0);
        });
        for (Instant next = vietnam("23:30"); next.isBefore(farm.wall()); next = next.plus(Duration.ofDays(1))) {
            Instant by = next;
            assertThat(farm.ended())
                    .filteredOn(run -> run.zone().equals("z1"))
                    .anyMatch(run -> end(run).isAfter(by.minus(Duration.ofHours(1))) && !end(run).isAfter(by));
            assertThat(farm.ended())
                    .filteredOn(run -> run.zone().equals("z2"))
                    .anyMatch(run -> end(run).isAfter(by.minus(Duration.ofHours(1)))
                            && !end(run).isAfter(by.plus(Duration.ofMinutes(40))));
        }
    }

    @Test
    void staggeredStartsCostTheirTimeToo() {
        String program = byTime("08:30", 20);
        FarmBench farm = dayOf(",'maxZones':4,'staggerSeconds':120", program, program, program, program);
        allDoneBy(farm, 4, vietnam("08:30"));
        List<Instant> starts =
                farm.ended().stream().map(RunRecord::startedAt).sorted().toList();
        IntStream.range(1, 4)
                .forEach(i -> assertThat(Duration.between(starts.get(i - 1), starts.get(i)))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void manyZonesOfDifferentLengthAreDoneInTime(int together) {
        String[] programs = IntStream.range(0, 12)
                .mapToObj(i -> byTime(i % 3 == 0 ? "21:00" : "21:30", 5 + 7 * (i % 5)))
                .toArray(String[]::new);
        FarmBench farm = dayOf(
                ",'maxZones':%d,'capacityLitresPerMinute':50,'pumpLeadSeconds':10,'pumpLagSeconds':20"
                        .formatted(together),
                programs);
        allDoneBy(farm, 12, vietnam("21:30"));
        for (int i = 0; i < 12; i += 3) {
            assertThat(endOf(farm, "z" + (i + 1))).isBeforeOrEqualTo(vietnam("21:00"));
        }
    }
}
