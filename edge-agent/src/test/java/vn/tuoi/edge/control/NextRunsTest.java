package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.NextRun;
import vn.tuoi.config.event.NextRun.Certainty;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.forecast.Forecast;
import vn.tuoi.config.plan.FarmPlan;

class NextRunsTest {
    private static final Duration LOOKED_AHEAD = Duration.ofDays(30);

    private static List<NextRun> preview(FarmBench farm) {
        return farm.state.report(farm.time(), "test", null).zones().get(0).preview();
    }

    private static FarmBench at(Instant begin, FarmPlan plan) {
        FarmBench farm = new FarmBench();
        farm.clockOffset = Duration.between(FarmBench.START, begin);
        farm.start(null, plan, "session1");
        return farm;
    }

    private static FarmPlan plan(String timeZone, String program) {
        return FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'%s','latitude':48.1,'longitude':11.5,'elevationM':50,
                 'sources':[{'id':'s1','name':'Giếng','pumpStation':'p1'}],
                 'zones':[{'id':'z1','name':'Khu','station':'v1','source':'s1','areaM2':200,'crop':'tea_unshaded',
                  'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60,'program':%s}]}""".formatted(timeZone, program));
    }

    /** What really became of a program's starts: when they began, or when they would have and why not. */
    private static Map<Instant, String> lived(FarmBench farm, int runs) {
        Map<Instant, String> happened = new TreeMap<>();
        Instant end = farm.wall().plus(LOOKED_AHEAD);
        while (farm.events(FarmEvent.Type.RUN_STARTED).size() < runs
                && farm.wall().isBefore(end)) {
            farm.pass(Duration.ofHours(6));
        }
        Stream.concat(
                        farm.events(FarmEvent.Type.RUN_STARTED).stream(),
                        farm.events(FarmEvent.Type.RUN_SKIPPED).stream())
                .map(event -> Objects.requireNonNull(event.run()))
                .forEach(run -> happened.put(
                        run.startedAt(),
                        run.outcome() == null ? "runs" : run.explanation().key()));
        return happened;
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, 120).mapToObj(seed -> (long) seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsShownOfACalendarIsWhatThenHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] places = {
            "Asia/Ho_Chi_Minh", "Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
        };
        String place = places[random.nextInt(places.length)];
        // around the days on which the clocks of those places change
        String[] days = {"2026-03-06", "2026-03-27", "2026-04-02", "2026-10-02", "2026-10-23", "2026-10-30"};
        Instant begin =
                Instant.parse(days[random.nextInt(days.length)] + "T00:00:00Z").plusSeconds(random.nextInt(86_400));
        FarmBench farm = at(begin, plan(place, program(random)));
        if (random.nextInt(3) == 0) {
            Instant until = farm.wall().plusSeconds(random.nextInt(4 * 86_400));
            farm.order(Command.hold(
                    UUID.randomUUID(), null, until, farm.wall(), farm.wall().plusSeconds(60), null));
        }
        farm.actions.clear();
        List<NextRun> shown = preview(farm);
        Map<Instant, String> happened = lived(farm, NextRuns.SHOWN);

        Instant end = begin.plus(LOOKED_AHEAD);
        List<NextRun> planned = shown.stream()
                .filter(next -> next.runs() && Objects.requireNonNull(next.at()).isBefore(end))
                .toList();
        assertThat(happened.entrySet().stream()
                        .filter(entry -> entry.getValue().equals("runs"))
                        .map(Map.Entry::getKey)
                        .limit(NextRuns.SHOWN))
                .as("runs of %s", shown)
                .containsExactlyElementsOf(planned.stream().map(NextRun::at).toList());
        for (NextRun next : shown) {
            if (next.certainty() == Certainty.LEFT_OUT) {
                assertThat(happened)
                        .containsEntry(
                                Objects.requireNonNull(next.at()),
                                next.explanation().key());
            }
        }
        Instant last = planned.isEmpty()
                ? end
                : Objects.requireNonNull(planned.get(planned.size() - 1).at());
        List<Instant> leftOut = happened.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().equals("runs") && entry.getKey().isBefore(last))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(shown.stream()
                        .filter(next -> next.certainty() == Certainty.LEFT_OUT)
                        .map(NextRun::at)
                        .toList())
                .isSubsetOf(leftOut.isEmpty() ? List.of() : leftOut);
    }

    private static String program(SplittableRandom random) {
        List<String> fields = new ArrayList<>();
        fields.add("'type':'calendar'");
        String[] amounts = {"{'minutes':7}", "{'minutes':90}", "{'millimetres':2}", "{'litres':150}"};
        fields.add("'amount':" + amounts[random.nextInt(amounts.length)]);
        if (random.nextInt(4) == 0) {
            String[] ends = {
                "{'sun':'sunrise','offsetMinutes':-20}",
                "{'sun':'sunrise'}",
                "{'at':'02:30'}",
                "{'sun':'sunset','offsetMinutes':45}"
            };
            fields.add("'finishBy':" + ends[random.nextInt(ends.length)]);
        } else {
            List<String> starts = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                starts.add(
                        random.nextInt(5) == 0
                                ? "{'sun':'sunrise','offsetMinutes':" + (random.nextInt(60) - 30) + "}"
                                : "{'at':'%02d:%02d'}".formatted(random.nextInt(24), random.nextInt(60)));
            }
            // the hours that are left out, or come twice
            starts.add("{'at':'%02d:30'}".formatted(1 + random.nextInt(2)));
            fields.add("'starts':[" + String.join(",", starts) + "]");
            if (random.nextInt(4) == 0) {
                fields.add("'repeat':{'everyMinutes':%d,'count':%d}"
                        .formatted(5 + random.nextInt(200), 2 + random.nextInt(4)));
            }
        }
        switch (random.nextInt(5)) {
            case 0 -> fields.add("'days':{'parity':'odd'}");
            case 1 -> fields.add("'days':{'parity':'even'}");
            case 2 -> fields.add("'days':{'everyDays':3,'anchor':'2026-01-01'}");
            case 3 -> fields.add("'days':{'weekdays':['SUN','MON','WED']}");
            default -> {
                // every day
            }
        }
        if (random.nextInt(4) == 0) {
            fields.add(
                    "'windows':[{'from':'%02d:00','to':'%02d:15'}]".formatted(random.nextInt(24), random.nextInt(24)));
        }
        if (random.nextInt(4) == 0) {
            fields.add("'seasonalPercent':" + new int[] {0, 40, 130}[random.nextInt(3)]);
        }
        if (random.nextInt(4) == 0) {
            fields.add("'cycleSoak':{'maxCycleMinutes':4,'minSoakMinutes':15}");
        }
        return "{" + String.join(",", fields) + "}";
    }

    @Test
    void aSeasonalPercentageOfNoughtIsShownAndRecordedNotSilent() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5},'seasonalPercent':0}"));
        assertThat(preview(farm)).singleElement().satisfies(next -> {
            assertThat(next.certainty()).isEqualTo(Certainty.LEFT_OUT);
            assertThat(next.explanation().key()).isEqualTo("run.skipped.nothing_to_give");
        });
        farm.pass(Duration.ofDays(2));
        assertThat(farm.skipReasons())
                .containsOnly("run.skipped.nothing_to_give")
                .hasSize(2);
    }

    @Test
    void rainThatHasFallenIsSeenAhead() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5},"
                        + "'skip':{'rainFallenMm':5}}"));
        farm.read("weather/rain", 8);
        assertThat(preview(farm)).extracting(NextRun::certainty).startsWith(Certainty.LEFT_OUT, Certainty.PLANNED);
        farm.pass(Duration.ofHours(26));
        assertThat(farm.skipReasons()).containsExactly("run.skipped.rain_fallen");
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', preview.moisture, 15",
        "',''windows'':[{''from'':''18:00'',''to'':''20:00''}]', preview.moisture, 660"
    })
    void aMoistureProgramSaysWhatItWaitsForAndFromWhenOn(String windows, String key, int minutes) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'moisture','lowMoisture':0.2,'highMoisture':0.3,'maxMinutes':10%s}"
                        .formatted(windows)));
        farm.read("z1/soil_moisture", 0.28);
        assertThat(preview(farm)).singleElement().satisfies(next -> {
            assertThat(next.certainty()).isEqualTo(Certainty.CONDITIONAL);
            assertThat(next.explanation().key()).isEqualTo(key);
            assertThat(next.at())
                    .isBetween(
                            FarmBench.START.plusSeconds(minutes * 60L), FarmBench.START.plusSeconds(minutes * 60L + 1));
            assertThat(next.minutes()).isEqualTo(10);
        });
    }

    @Test
    void aMoistureProgramStartsAtTheTimeThatItShowedWhenTheSoilWasDry() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "", ",'program':{'type':'moisture','lowMoisture':0.2,'highMoisture':0.3,'maxMinutes':10}"));
        farm.read("z1/soil_moisture", 0.15);
        farm.pass(Duration.ofMinutes(4));
        NextRun shown = preview(farm).get(0);
        assertThat(shown.explanation().key()).isEqualTo("preview.moisture.dry");
        farm.passReading(Duration.ofMinutes(14), "z1/soil_moisture", 0.15);
        RunRecord run = Objects.requireNonNull(
                farm.events(FarmEvent.Type.RUN_STARTED).get(0).run());
        assertThat(run.startedAt()).isEqualTo(shown.at());
    }

    @Test
    void aSilentProbeIsNamed() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "", ",'program':{'type':'moisture','lowMoisture':0.2,'highMoisture':0.3,'maxMinutes':10}"));
        assertThat(preview(farm)).singleElement().satisfies(next -> {
            assertThat(next.certainty()).isEqualTo(Certainty.NONE);
            assertThat(next.explanation().args()).containsEntry("point", "z1/soil_moisture");
        });
    }

    @Test
    void aDrainedPaddyShowsWhenWaterIsLetInAgain() {
        FarmBench farm = FarmBench.started(
                FarmBench.pumpFarm(
                        "",
                        ",'program':{'type':'awd','plantedOn':'2026-02-20','maxMinutes':60,'stages':["
                                + "{'name':'bén rễ','fromDay':0},{'name':'đẻ nhánh','fromDay':15,'refloodAtCm':-15,'floodToCm':5}]}"));
        assertThat(preview(farm)).singleElement().satisfies(next -> {
            assertThat(next.certainty()).isEqualTo(Certainty.CONDITIONAL);
            // midnight of 7 March in Vietnam
            assertThat(next.at()).isEqualTo(Instant.parse("2026-03-06T17:00:00Z"));
            assertThat(next.explanation().args()).containsEntry("stage", "đẻ nhánh");
        });
    }

    @Test
    void withoutAClockNoTimeIsTold() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "", ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5}}"));
        farm.trusted = false;
        farm.say(new ControlEvent.Tick());
        assertThat(preview(farm))
                .singleElement()
                .satisfies(next -> assertThat(next.explanation().key()).isEqualTo("preview.no_clock"));
    }

    private static final String BALANCE = ",'program':{'type':'balance','managementAllowedDepletion':0.3}";

    /** A day that uses what the balance expects of a day without measurements. */
    private static void usualDays(FarmBench farm, int days) {
        farm.pass(Duration.ofDays(days));
    }

    @Test
    void aBalanceShowsTheMorningsOnWhichItThenWaters() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", BALANCE));
        usualDays(farm, 1);
        List<NextRun> shown = preview(farm);
        assertThat(shown).isNotEmpty().allMatch(next -> next.certainty() == Certainty.EXPECTED);
        usualDays(farm, 20);
        List<Instant> started = farm.events(FarmEvent.Type.RUN_STARTED).stream()
                .map(event -> Objects.requireNonNull(event.run()).startedAt())
                .limit(shown.size())
                .toList();
        assertThat(started)
                .containsExactlyElementsOf(shown.stream().map(NextRun::at).toList());
    }

    @Test
    void forecastRainMovesTheExpectedMorningButNotTheBalance() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", BALANCE));
        usualDays(farm, 1);
        Instant dry = Objects.requireNonNull(preview(farm).get(0).at());
        Double before = depletionMm(farm);
        List<Forecast.Hour> wet = IntStream.range(0, 120)
                .mapToObj(hour -> new Forecast.Hour(farm.wall().plusSeconds(3_600L * hour), 0.4, 1.0, null, null, null))
                .toList();
        farm.say(new ControlEvent.ForecastReceived(
                new Forecast(farm.wall(), farm.wall().plus(Duration.ofHours(24)), wet)));
        assertThat(preview(farm)).isNotEmpty().allSatisfy(next -> {
            if (next.at() != null) {
                assertThat(next.at()).isAfter(dry);
            }
        });
        assertThat(depletionMm(farm)).isEqualTo(before);
        usualDays(farm, 1);
        assertThat(depletionMm(farm)).isGreaterThan(Objects.requireNonNull(before));
    }

    private static Double depletionMm(FarmBench farm) {
        return Objects.requireNonNull(
                farm.state.report(farm.time(), "test", null).zones().get(0).depletionMm());
    }

    @Test
    void zonesThatFinishByTheSameTimeAreAllDoneByThen() {
        String program = ",'program':{'type':'calendar','finishBy':{'sun':'sunrise','offsetMinutes':-10},"
                + "'amount':{'minutes':20}}";
        FarmBench farm = FarmBench.started(
                FarmBench.pumpFarm(",'pumpLeadSeconds':30,'pumpLagSeconds':20", program, program, program));
        farm.pass(Duration.ofHours(30));
        assertThat(farm.ended()).hasSize(3).allMatch(run -> run.minutes() == 20);
        // by NOAA's equations the sun of 3 March 2026 rises at 21.6 N 105.8 E at 6:16 of Vietnam
        Instant end = Instant.parse("2026-03-02T23:06:20Z");
        assertThat(farm.ended().get(2).endedAt()).isBetween(end.minusSeconds(60), end.plusSeconds(60));
        assertThat(farm.ended())
                .allMatch(run -> !Objects.requireNonNull(run.endedAt()).isAfter(end.plusSeconds(60)));
    }
}
