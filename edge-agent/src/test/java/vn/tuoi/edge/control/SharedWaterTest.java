package vn.tuoi.edge.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tuoi.config.command.Command;
import vn.tuoi.config.command.Reply.State;
import vn.tuoi.config.event.FarmEvent;
import vn.tuoi.config.event.RunRecord;
import vn.tuoi.config.plan.FarmPlan;

/** One source for several zones and households: turns, the ledger, stagger, pump and interlocks. */
class SharedWaterTest {
    /** Zones of one source, each held by a household; the last by nobody. */
    private static FarmPlan shared(String sourceFields, String zoneFields, String... households) {
        StringBuilder zones = new StringBuilder();
        StringBuilder people = new StringBuilder();
        List<String> known = new ArrayList<>();
        for (int i = 0; i < households.length; i++) {
            String holder = households[i].isEmpty() ? "" : ",'household':'" + households[i] + "'";
            zones.append(i == 0 ? "" : ",").append("""
                    {'id':'z%d','name':'Khu %d','station':'v%d','source':'s1'%s,'areaM2':200,'crop':'tea_unshaded',
                     'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60%s}""".formatted(i + 1, i + 1, i + 1, holder, zoneFields));
            if (!households[i].isEmpty() && !known.contains(households[i])) {
                people.append(known.isEmpty() ? "" : ",")
                        .append("{'id':'%1$s','name':'%1$s'}".formatted(households[i]));
                known.add(households[i]);
            }
        }
        return FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'households':[%s],'sources':[{'id':'s1','name':'Giếng','pumpStation':'p1'%s}],
                 'zones':[%s]}""".formatted(people, sourceFields, zones));
    }

    private static Command waterFor(FarmBench farm, String zone, double minutes, Duration valid) {
        return farm.order(Command.waterMinutes(
                UUID.randomUUID(), zone, minutes, farm.wall(), farm.wall().plus(valid), null));
    }

    /** Four households, one of them greedy and one without a name, ask at random for ten days. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nobodyStarvesAndTheLedgerAddsUp(long seed) {
        FarmBench farm = FarmBench.started(shared("", "", "an", "an", "an", "ba", "cu", ""));
        SplittableRandom random = new SplittableRandom(seed);
        List<Command> modest = new ArrayList<>();
        for (int hour = 0; hour < 10 * 24; hour++) {
            // the greedy household asks for all its zones every hour: more than the source can give
            for (String zone : List.of("z1", "z2", "z3")) {
                waterFor(farm, zone, 30, Duration.ofHours(6));
            }
            for (String zone : List.of("z4", "z5", "z6")) {
                if (random.nextInt(6) == 0) {
                    modest.add(waterFor(farm, zone, 10, Duration.ofHours(3)));
                }
            }
            farm.pass(Duration.ofHours(1));
        }
        farm.pass(Duration.ofHours(13));
        // whoever asks for little gets it before the order expires
        assertThat(modest)
                .hasSizeGreaterThan(80)
                .allSatisfy(order -> assertThat(farm.replies(order)).endsWith(State.DONE));
        for (RunRecord run : farm.ended()) {
            assertThat(run.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
        }
        Map<String, double[]> sums = new HashMap<>();
        for (RunRecord run : farm.ended()) {
            String holder = run.household() == null ? HouseholdUse.NOBODY : run.household();
            double[] sum = sums.computeIfAbsent(holder, any -> new double[2]);
            sum[0] += run.minutes();
            sum[1] += run.litres();
        }
        assertThat(farm.state.ledger()).hasSize(4).allSatisfy(use -> {
            double[] sum = Objects.requireNonNull(sums.get(use.household()));
            assertThat(use.minutes()).isCloseTo(sum[0], org.assertj.core.data.Offset.offset(0.01));
            assertThat(use.litres())
                    .isCloseTo(
                            sum[1],
                            org.assertj.core.data.Offset.offset(
                                    0.05 * farm.ended().size()));
        });
        assertThat(farm.state.report(farm.time(), "test", null).households())
                .extracting("household")
                .containsExactly("an", "ba", "cu");
    }

    @Test
    void equalHouseholdsGetEqualWaterWhenThereIsTooLittle() {
        FarmBench farm = FarmBench.started(shared("", "", "an", "ba", "cu"));
        for (int hour = 0; hour < 7 * 24; hour++) {
            for (String zone : List.of("z1", "z2", "z3")) {
                waterFor(farm, zone, 45, Duration.ofHours(20));
            }
            farm.pass(Duration.ofHours(1));
        }
        double most = farm.state.ledger().stream()
                .mapToDouble(HouseholdUse::minutes)
                .max()
                .orElse(0);
        double least = farm.state.ledger().stream()
                .mapToDouble(HouseholdUse::minutes)
                .min()
                .orElse(0);
        assertThat(least).isGreaterThan(2_000);
        assertThat(most - least).isLessThanOrEqualTo(90);
    }

    @Test
    void zonesThatRunTogetherStartOneAfterTheOtherAgainstInrush() {
        FarmBench farm = FarmBench.started(shared(",'maxZones':3,'staggerSeconds':20", "", "an", "an", "an"));
        for (String zone : List.of("z1", "z2", "z3")) {
            waterFor(farm, zone, 10, Duration.ofHours(1));
        }
        farm.pass(Duration.ofMinutes(2));
        List<Instant> starts = farm.events(FarmEvent.Type.RUN_STARTED).stream()
                .map(event -> Objects.requireNonNull(event.run()).startedAt())
                .toList();
        assertThat(starts).hasSize(3);
        assertThat(Duration.between(starts.get(0), starts.get(1))).isEqualTo(Duration.ofSeconds(20));
        assertThat(Duration.between(starts.get(1), starts.get(2))).isEqualTo(Duration.ofSeconds(20));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "v2", "v3", "p1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 13})
    void aPumpStopsBeforeTheFirstValveOfZonesThatAPlanTakesAway(int lagSeconds) {
        String source = ",'maxZones':2,'pumpLagSeconds':" + lagSeconds;
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(source, "", "", ""));
        farm.order(farm.water("z2", 30));
        farm.order(farm.water("z3", 30));
        farm.pass(Duration.ofMinutes(5));
        assertThat(farm.open).containsExactlyInAnyOrder("v2", "v3", "p1");
        farm.actions.clear();
        farm.say(new ControlEvent.PlanReceived(FarmBench.pumpFarm(source, "").withVersion(2)));
        assertThat(closes(farm)).startsWith("p1").contains("v2", "v3");
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactlyInAnyOrder("z2", "z3");
        assertThat(farm.ended()).extracting(RunRecord::minutes).allMatch(minutes -> minutes > 4.5);
    }

    @Test
    void aRunThatEndsWithItsProgramKeepsThePathUntilTheLagIsOverWhenThePlanTakesTheOtherAway() {
        String program =
                ",'program':{'type':'calendar','enabled':%s,'starts':[{'at':'07:01'}],'amount':{'minutes':30}}";
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm(",'maxZones':2", program.formatted("true"), ""));
        farm.pass(Duration.ofMinutes(2));
        farm.order(farm.water("z2", 30));
        farm.pass(Duration.ofMinutes(3));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "v2", "p1");
        farm.actions.clear();
        farm.say(new ControlEvent.PlanReceived(
                FarmBench.pumpFarm(",'maxZones':2", program.formatted("false")).withVersion(2)));
        assertThat(closes(farm)).containsExactly("v2", "p1");
        assertThat(farm.open).containsExactly("v1");
        farm.pass(Duration.ofMinutes(2));
        assertThat(farm.open).isEmpty();
    }

    @Test
    void aValveThatSomebodyOpenedEndsItsRunWhenThePlanTakesItsZoneAway() {
        FarmBench farm = FarmBench.started(FarmBench.pumpFarm("", "", ""));
        farm.pass(Duration.ofMinutes(5));
        farm.say(new ControlEvent.StationReported("v2", true));
        farm.say(new ControlEvent.PlanReceived(FarmBench.pumpFarm("", "").withVersion(2)));
        farm.pass(Duration.ofMinutes(5));
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactly("z2");
    }

    @Test
    void theMasterValveClosesWithTheLastOrderedRunAlsoWhileAValveThatSomebodyOpenedIsBeingClosed() {
        FarmBench farm = FarmBench.started(shared(",'masterStation':'m1','maxZones':2", "", "an", "ba"));
        waterFor(farm, "z1", 10, Duration.ofHours(1));
        farm.pass(Duration.ofMinutes(9));
        farm.pass(Duration.ofSeconds(50));
        farm.say(new ControlEvent.StationReported("v2", true));
        farm.pass(Duration.ofSeconds(20));
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactly("z1");
        assertThat(farm.open).isEmpty();
        farm.say(new ControlEvent.StationReported("v2", false));
        assertThat(farm.ended()).extracting(RunRecord::zone).containsExactly("z1", "z2");
        // the source is at rest: the next run leads in anew
        farm.actions.clear();
        waterFor(farm, "z1", 10, Duration.ofHours(1));
        farm.pass(Duration.ofMinutes(1));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "m1", "p1");
    }

    @Test
    void waterIsCountedByTheFlowOfThePlanThatItFlowedUnder() {
        FarmBench farm = FarmBench.started(shared("", "", "an"));
        waterFor(farm, "z1", 10, Duration.ofHours(1));
        farm.pass(Duration.ofMinutes(6));
        FarmPlan slower = FarmBench.plan(new String(
                        vn.tuoi.config.json.StrictJson.write(shared("", "", "an")),
                        java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"flowLitresPerMinute\":20.0", "\"flowLitresPerMinute\":5.0"));
        farm.say(new ControlEvent.PlanReceived(slower.withVersion(2)));
        farm.pass(Duration.ofMinutes(10));
        double litres = farm.ended().get(0).litres();
        assertThat(litres).isCloseTo(6 * 20 + 4 * 5, org.assertj.core.data.Offset.offset(1.5));
    }

    private static List<String> closes(FarmBench farm) {
        return farm.actions.stream()
                .filter(ControlAction.CloseStation.class::isInstance)
                .map(action -> ((ControlAction.CloseStation) action).station())
                .toList();
    }

    @Test
    void aSequentialSourceAndAParallelOneRunBesideEachOther() {
        FarmBench farm = FarmBench.started(FarmBench.plan("""
                {'farm':'farm-1','version':1,'name':'Trại','timeZone':'Asia/Ho_Chi_Minh','latitude':21.6,'longitude':105.8,
                 'elevationM':50,'sources':[{'id':'s1','name':'Giếng'},
                  {'id':'s2','name':'Bể','maxZones':4,'capacityLitresPerMinute':45}],%s}""".formatted(zones("s1", "s1", "s2", "s2", "s2"))));
        for (int i = 1; i <= 5; i++) {
            waterFor(farm, "z" + i, 10, Duration.ofHours(2));
        }
        farm.pass(Duration.ofMinutes(1));
        // one of the sequential group; of the parallel one as many as 45 l/min feed
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "v3", "v4");
        farm.pass(Duration.ofMinutes(30));
        assertThat(farm.ended()).hasSize(5);
    }

    private static String zones(String... sources) {
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            zones.add("""
                    {'id':'z%1$d','name':'Khu %1$d','station':'v%1$d','source':'%2$s','areaM2':200,'crop':'tea_unshaded',
                     'soil':'clay_loam','flowLitresPerMinute':20,'maxMinutes':60}""".formatted(i + 1, sources[i]));
        }
        return "'zones':[" + String.join(",", zones) + "]";
    }

    @Test
    void thePumpLeadsAndLagsAndTheMasterValveIsOpenAroundIt() {
        FarmBench farm =
                FarmBench.started(shared(",'masterStation':'m1','pumpLeadSeconds':10,'pumpLagSeconds':15", "", "an"));
        waterFor(farm, "z1", 5, Duration.ofHours(1));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "m1");
        farm.pass(Duration.ofSeconds(9));
        assertThat(farm.open).doesNotContain("p1");
        farm.pass(Duration.ofSeconds(1));
        assertThat(farm.open).contains("p1");
        farm.pass(Duration.ofMinutes(5));
        assertThat(farm.open).containsExactlyInAnyOrder("v1", "m1");
        farm.pass(Duration.ofSeconds(15));
        assertThat(farm.open).isEmpty();
        assertThat(farm.ended().get(0).minutes()).isEqualTo(5);
    }

    @Test
    void aPumpThatRunsDryRestsAndGivesTheRestWhenTheWellHasFilled() {
        FarmBench farm = FarmBench.started(shared(",'dryRunPoint':'s1/dry'", "", "an"));
        Command water = waterFor(farm, "z1", 20, Duration.ofHours(6));
        farm.pass(Duration.ofMinutes(8));
        farm.read("s1/dry", 1);
        farm.pass(Duration.ofSeconds(3));
        assertThat(farm.open).isEmpty();
        assertThat(farm.alarmKinds()).containsExactly("dry_run");
        assertThat(farm.replies(waterFor(farm, "z1", 1, Duration.ofHours(1)))).endsWith(State.REFUSED);
        // the sensor sees water as soon as the pump stands; the pump rests all the same
        farm.read("s1/dry", 0);
        farm.pass(Duration.ofMinutes(4));
        assertThat(farm.open).isEmpty();
        farm.pass(Duration.ofMinutes(1));
        assertThat(farm.open).contains("v1", "p1");
        farm.pass(Duration.ofMinutes(13));
        assertThat(farm.replies(water)).endsWith(State.DONE);
        assertThat(farm.ended().get(0).minutes()).isBetween(19.9, 20.0);
        assertThat(farm.events(FarmEvent.Type.ALARM_CLEARED)).hasSize(1);
    }

    @Test
    void whatWaitsForADrySourceIsGivenUpWithItsReason() {
        FarmBench farm = FarmBench.started(shared(
                ",'tankPoint':'s1/tank_level','tankLowPercent':20",
                ",'program':{'type':'calendar','starts':[{'at':'08:00'}],'amount':{'minutes':5}}",
                "an"));
        farm.read("s1/tank_level", 5);
        for (int i = 0; i < 14; i++) {
            farm.pass(Duration.ofHours(1));
            farm.read("s1/tank_level", 5);
        }
        assertThat(farm.skipReasons()).containsExactly("run.skipped.source_dry");
    }
}
