package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.message.Explanation;
import vn.tuoi.config.plan.FarmPlan;

/** Programs over days: changes of the clock, a paddy's season, what measures, and starts that did not happen. */
class WaterProgramsTest {
    private static final String MOISTURE =
            ",'program':{'type':'moisture','lowMoisture':0.2,'highMoisture':0.3,'maxMinutes':30}";

    private static FarmBench begun(String timeZone, String begin, String program) {
        FarmPlan plan = FarmBench.pumpFarm("", program);
        FarmPlan there = new FarmPlan(
                plan.farm(),
                1,
                plan.name(),
                java.time.ZoneId.of(timeZone),
                plan.latitude(),
                plan.longitude(),
                plan.elevationM(),
                null,
                plan.households(),
                plan.sources(),
                plan.zones());
        FarmBench farm = new FarmBench();
        farm.clockOffset = Duration.between(FarmBench.START, Instant.parse(begin));
        farm.start(null, there, "session1");
        return farm;
    }

    private static List<Instant> starts(FarmBench farm) {
        return farm.events(FarmEvent.Type.RUN_STARTED).stream()
                .map(event -> Objects.requireNonNull(event.run()).startedAt())
                .toList();
    }

    /** A start in the hour that is left out, and one in the hour that comes twice, run once that day. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T10:00:00Z, 02:30, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
        "Europe/Berlin, 2026-10-24T10:00:00Z, 02:30, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "America/New_York, 2026-03-07T12:00:00Z, 02:15, 2026-03-08T07:15:00Z, 2026-03-09T06:15:00Z",
        "America/New_York, 2026-10-31T12:00:00Z, 01:15, 2026-11-01T05:15:00Z, 2026-11-02T06:15:00Z",
        "Australia/Lord_Howe, 2026-10-03T02:00:00Z, 02:10, 2026-10-03T15:40:00Z, 2026-10-04T15:10:00Z",
        "Australia/Lord_Howe, 2026-04-04T02:00:00Z, 01:45, 2026-04-04T14:45:00Z, 2026-04-05T15:15:00Z"
    })
    void runsOnceOnTheDayOnWhichTheClocksChange(
            String zone, String begin, String time, Instant onTheDay, Instant nextDay) {
        FarmBench farm = begun(
                zone,
                begin,
                ",'program':{'type':'calendar','starts':[{'at':'%s'}],'amount':{'minutes':5}}".formatted(time));
        farm.pass(Duration.between(farm.wall(), nextDay.plusSeconds(3_600)));
        assertThat(starts(farm)).containsExactly(onTheDay, nextDay);
        assertThat(farm.skipReasons()).isEmpty();
    }

    @Test
    void aPaddyIsWettedAndDriedByItsStages() {
        String awd = ",'program':{'type':'awd','plantedOn':'2026-02-20','maxMinutes':50,'stages':["
                + "{'name':'bén rễ','fromDay':0,'refloodAtCm':1,'floodToCm':5},"
                + "{'name':'đẻ nhánh','fromDay':15,'refloodAtCm':-15,'floodToCm':5},"
                + "{'name':'chín','fromDay':30}]}";
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", awd));
        double level = 4;
        double deepest = 10;
        for (int minutes = 0; minutes < 25 * 24 * 60; minutes += 30) {
            farm.pass(Duration.ofMinutes(30));
            level += farm.open.contains("p1") ? 4 : -0.05;
            farm.read("z1/water_level", level);
            LocalDate today = farm.wall()
                    .plus(Duration.ofHours(7))
                    .atZone(java.time.ZoneOffset.UTC)
                    .toLocalDate();
            if (today.isAfter(LocalDate.of(2026, 3, 8)) && today.isBefore(LocalDate.of(2026, 3, 22))) {
                deepest = Math.min(deepest, level);
            }
        }
        List<RunRecord> runs = farm.ended();
        assertThat(runs).isNotEmpty().allSatisfy(run -> {
            assertThat(run.cause()).isEqualTo(RunRecord.Cause.AWD);
            assertThat(run.minutes()).isLessThanOrEqualTo(50);
        });
        assertThat(farm.events(FarmEvent.Type.RUN_STARTED))
                .extracting(event ->
                        Objects.requireNonNull(event.run()).explanation().args().get("stage"))
                .contains("bén rễ", "đẻ nhánh")
                .doesNotContain("chín");
        // it is let dry to 15 cm below the ground and no further
        assertThat(deepest).isBetween(-16.0, -14.9);
        assertThat(runs.stream().map(run -> run.explanation().key())).contains("run.completed.level");
        // ripening begins on day 30, 22 March in Vietnam
        assertThat(starts(farm)).allMatch(start -> start.isBefore(Instant.parse("2026-03-21T17:00:00Z")));
    }

    @Test
    void aMoistureRunEndsWhenItsProbeFallsSilent() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'moisture','lowMoisture':0.2,'highMoisture':0.3,'maxMinutes':60,"
                        + "'cycleSoak':{'maxCycleMinutes':20,'minSoakMinutes':60}}"));
        farm.passReading(Duration.ofMinutes(16), "z1/soil_moisture", 0.15);
        farm.pass(Duration.ofHours(3));
        assertThat(farm.ended()).singleElement().satisfies(run -> {
            assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.FAILED);
            assertThat(run.explanation().key()).isEqualTo("run.failed.sensor_silent");
            assertThat(run.minutes()).isLessThan(60);
        });
        assertThat(farm.alarmKinds()).contains("sensor_silent");
    }

    @Test
    void aProbeThatDoesNotAnswerToWateringIsNotBelievedAnyMore() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", MOISTURE));
        for (int i = 0; i < 40 * 6; i++) {
            farm.read("z1/soil_moisture", 0.15 + (i % 2) * 0.0001);
            farm.read("s1/flow", farm.open.contains("p1") ? 20 : 0);
            farm.passReading(Duration.ofMinutes(1), "s1/flow", farm.open.contains("p1") ? 20 : 0);
            farm.pass(Duration.ofMinutes(9));
        }
        assertThat(farm.alarmKinds()).containsOnlyOnce("sensor_not_responding");
        int runs = farm.ended().size();
        assertThat(runs).isBetween(2, 8);
    }

    private static final String PADDY = ",'program':{'type':'awd','plantedOn':'2026-02-20','maxMinutes':60,'stages':["
            + "{'name':'đẻ nhánh','fromDay':0,'refloodAtCm':-5,'floodToCm':5}]}";

    /** A paddy of 50 m² for days, whose level sensor shows some noise and {@code risePerHourCm} while water runs. */
    private static FarmBench paddy(int days, double litresPerMinute, double risePerHourCm) {
        FarmBench farm = FarmBench.started(FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[],'sources':[{'id':'s1','name':'Mương','flowPoint':'s1/flow'}],
                 'zones':[{'id':'z1','name':'Ruộng','station':'v1','source':'s1','areaM2':50,'crop':'rice','soil':'clay',
                  'flowLitresPerMinute':%s,'maxMinutes':60%s}]}""".formatted(litresPerMinute, PADDY)));
        double level = -6;
        for (int tick = 0; tick < days * 24 * 60; tick++) {
            boolean open = farm.open.contains("v1");
            level += (open ? risePerHourCm : -0.4) / 60;
            level = Math.max(-6, level);
            if (tick % 2 == 0) {
                farm.read("s1/flow", open ? litresPerMinute : 0);
            }
            if (tick % 10 == 0) {
                farm.read("z1/water_level", level + 0.05 * (tick % 7));
            }
            farm.pass(Duration.ofMinutes(1));
        }
        return farm;
    }

    @Test
    void aLevelThatDoesNotRiseWhenThePaddyIsFloodedIsNotBelievedAfterTwoRuns() {
        FarmBench farm = paddy(4, 25, 0);
        assertThat(farm.alarmKinds()).containsExactly("sensor_not_responding");
        // each would give 30 mm, and go on for ever
        assertThat(farm.ended()).hasSizeBetween(2, 3);
    }

    @Test
    void aLevelThatRisesIsBelieved() {
        FarmBench farm = paddy(4, 25, 3);
        assertThat(farm.alarmKinds()).isEmpty();
        assertThat(farm.ended()).hasSizeGreaterThan(3);
    }

    @Test
    void littleWaterThatTheSoilOfAPaddyDrinksProvesNothingAgainstItsSensor() {
        FarmBench farm = paddy(2, 10, 0);
        assertThat(farm.alarmKinds()).isEmpty();
        assertThat(farm.ended()).hasSizeGreaterThan(3);
    }

    @Test
    void aProbeThatStandsStillForDaysStartsNothing() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", MOISTURE));
        for (int hour = 0; hour < 80; hour++) {
            farm.read("z1/soil_moisture", 0.25);
            farm.pass(Duration.ofHours(1));
        }
        assertThat(farm.alarmKinds()).containsExactly("sensor_stuck");
        farm.read("z1/soil_moisture", 0.15);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    private static ControlEvent unreadable(String where) {
        return new ControlEvent.ReadingUnavailable(
                "z1/soil_moisture", Explanation.of("device.wrong_checksum", "where", where));
    }

    /** Each alarm that ends takes the next id, so their order must not be left to a hash: the same step gives the same. */
    @Test
    void alarmsOfWhatThePlanHasNoMoreEndInTheOrderOfTheirNames() {
        String[] measured = new String[9];
        Arrays.fill(measured, MOISTURE);
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", measured));
        List<String> points = new ArrayList<>();
        for (int i = 1; i <= measured.length; i++) {
            points.add("z" + i + "/soil_moisture");
            farm.read("z" + (measured.length + 1 - i) + "/soil_moisture", 7);
        }
        FarmPlan plan = FarmBench.pumpFarm("", "");
        farm.say(new ControlEvent.PlanReceived(new FarmPlan(
                plan.farm(),
                2,
                plan.name(),
                plan.timeZone(),
                plan.latitude(),
                plan.longitude(),
                plan.elevationM(),
                null,
                plan.households(),
                plan.sources(),
                plan.zones())));
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED))
                .extracting(event -> Objects.requireNonNull(event.alarm()).point())
                .containsExactlyElementsOf(points);
    }

    @Test
    void oneMissedReadingIsNoAlarmAndAnImpossibleOneIsOnlyOne() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", MOISTURE));
        farm.read("z1/soil_moisture", 0.25);
        farm.say(unreadable("probe 1"));
        assertThat(farm.alarmKinds()).isEmpty();
        farm.read("z1/soil_moisture", 7);
        farm.read("z1/soil_moisture", 7);
        farm.say(new ControlEvent.ReadingTaken("weather/rain", 900, farm.wall()));
        assertThat(farm.alarmKinds()).containsExactly("sensor_implausible", "sensor_implausible");
        farm.read("z1/soil_moisture", 0.25);
        farm.read("weather/rain", 0);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(2);
        farm.pass(Duration.ofMinutes(11));
        farm.say(unreadable("x".repeat(500)));
        assertThat(farm.alarmKinds()).endsWith("sensor_silent").hasSize(3);
    }

    @Test
    void aLongHoldIsRecordedAndEndsAtOnceWhenItIsLifted() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", MOISTURE));
        farm.order(Command.hold(
                UUID.randomUUID(),
                null,
                farm.wall().plus(Duration.ofDays(3)),
                farm.wall(),
                farm.wall().plusSeconds(60),
                null));
        for (int i = 0; i < 40; i++) {
            farm.read("z1/soil_moisture", 0.15 + (i % 2) * 0.001);
            farm.pass(Duration.ofHours(1));
        }
        assertThat(farm.skipReasons()).containsOnly("run.skipped.hold").hasSizeBetween(3, 4);
        farm.order(
                Command.resume(UUID.randomUUID(), null, farm.wall(), farm.wall().plusSeconds(60), null));
        farm.passReading(Duration.ofMinutes(17), "z1/soil_moisture", 0.15);
        assertThat(starts(farm)).hasSize(1);
    }

    @Test
    void aHoldThatAShorterOneReplacesKeepsNothingQuietBeyondIt() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", MOISTURE));
        for (int hours : new int[] {11, 1}) {
            farm.order(Command.hold(
                    UUID.randomUUID(),
                    null,
                    farm.wall().plus(Duration.ofHours(hours)),
                    farm.wall(),
                    farm.wall().plusSeconds(60),
                    null));
            farm.passReading(Duration.ofMinutes(20), "z1/soil_moisture", 0.15);
        }
        assertThat(farm.skipReasons()).containsOnly("run.skipped.hold");
        farm.passReading(Duration.ofMinutes(60), "z1/soil_moisture", 0.15);
        assertThat(starts(farm)).hasSize(1);
    }

    @Test
    void threeWateringsLeftOutInARowAreAnAlarmUntilWaterRuns() {
        String program = ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5},"
                + "'seasonalPercent':%d}";
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", program.formatted(0)));
        farm.pass(Duration.ofDays(2));
        farm.restartAfter(Duration.ofMinutes(1));
        assertThat(farm.alarmKinds()).isEmpty();
        farm.pass(Duration.ofDays(3));
        assertThat(farm.alarmKinds()).containsExactly("zone_not_watered");
        farm.say(new ControlEvent.PlanReceived(
                FarmBench.pumpFarm("", program.formatted(100)).withVersion(2)));
        farm.pass(Duration.ofDays(1));
        assertThat(starts(farm)).hasSize(1);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void startsThatPassedWhileTheClockWasWrongAreRecordedWhenItIsRight() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "", ",'program':{'type':'calendar','starts':[{'at':'08:00'},{'at':'09:00'}],'amount':{'minutes':5}}"));
        farm.trusted = false;
        farm.pass(Duration.ofHours(4));
        assertThat(starts(farm)).isEmpty();
        farm.trusted = true;
        farm.pass(Duration.ofMinutes(1));
        assertThat(farm.skipReasons()).containsExactly("run.skipped.missed", "run.skipped.missed");
        assertThat(farm.alarmKinds()).containsExactly("clock_untrusted");
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void aMonthWithoutPowerIsTwentyRecordsAndASum() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'repeat':{'everyMinutes':60,'count':10},"
                        + "'amount':{'minutes':5}}"));
        farm.restartAfter(Duration.ofDays(30));
        List<RunRecord> skipped = farm.events(FarmEvent.Type.RUN_SKIPPED).stream()
                .map(event -> Objects.requireNonNull(event.run()))
                .toList();
        assertThat(skipped).hasSize(21);
        RunRecord last = skipped.get(20);
        assertThat(last.explanation().key()).isEqualTo("run.skipped.missed_many");
        assertThat(last.explanation().args()).containsEntry("count", 50);
        assertThat(farm.events(FarmEvent.Type.NOTICE))
                .extracting(event -> Objects.requireNonNull(event.explanation()).key())
                .contains("notice.missed_long");
        assertThat(starts(farm)).isEmpty();
    }

    @Test
    void aSwitchedOffProgramEndsItsRunAndACommandsRunGoesOn() {
        String program =
                ",'program':{'type':'calendar','enabled':%s,'starts':[{'at':'07:01'}],'amount':{'minutes':20}}";
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", program.formatted("true"), ""));
        farm.pass(Duration.ofMinutes(5));
        Command water = farm.order(Command.waterMinutes(
                UUID.randomUUID(), "z2", 5, farm.wall(), farm.wall().plusSeconds(7_200), null));
        farm.say(new ControlEvent.PlanReceived(
                FarmBench.pumpFarm("", program.formatted("false"), "").withVersion(2)));
        farm.pass(Duration.ofMinutes(10));
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactly("z1", "z2");
        assertThat(farm.ended().get(0).outcome()).isEqualTo(RunRecord.Outcome.INTERRUPTED);
        assertThat(farm.ended().get(0).explanation().key()).isEqualTo("run.ended.program_changed");
        assertThat(farm.replies(water)).isNotEmpty();
    }

    @Test
    void aLowerLimitOfANewPlanEndsARunThatIsBeyondIt() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", ""));
        farm.order(farm.water("z1", 50));
        farm.pass(Duration.ofMinutes(20));
        FarmPlan plan = FarmBench.plan("""
                {'farm':'farm-1','version':2,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'sources':[{'id':'s1','name':'Giếng','pumpStation':'p1','flowPoint':'s1/flow'}],
                 'zones':[{'id':'z1','name':'Khu 1','station':'v1','source':'s1','areaM2':200,'crop':'tea_unshaded',
                  'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':10}]}""");
        farm.say(new ControlEvent.PlanReceived(plan));
        farm.pass(Duration.ofSeconds(3));
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"litres, 150, 7.5", "millimetres, 0.5, 6.7"})
    void aCalendarGivesLitresOrMillimetres(String amount, double value, double minutes) {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(
                "",
                ",'program':{'type':'calendar','starts':[{'at':'07:01'}],'amount':{'%s':%s}}"
                        .formatted(amount, value)));
        farm.passReading(Duration.ofMinutes(20), "s1/flow", 20);
        assertThat(farm.ended().get(0).minutes()).isBetween(minutes - 0.1, minutes + 0.1);
        assertThat(farm.ended().get(0).explanation().key()).isEqualTo("run.completed.litres");
    }
}
