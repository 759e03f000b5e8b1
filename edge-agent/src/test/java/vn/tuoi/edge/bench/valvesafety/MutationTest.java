package vn.tuoi.edge.bench.valvesafety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each deliberate fault of docs/invariants.md must be seen by the simulation, or the simulation proves nothing. */
class MutationTest {
    private static final long SCHEDULES = 10_000;

    static Stream<Mutant> mutants() {
        return Stream.of(
                new Mutant(
                        "the zone's limit is ten seconds too long",
                        "Layout",
                        "plan.maxMinutes() * 60_000L",
                        "plan.maxMinutes() * 60_000L + 10_000"),
                new Mutant(
                        "expiry is ignored",
                        "Runs",
                        "return expiresAt != null && !farm.timeAtLeast().isBefore(expiresAt);",
                        "return false;"),
                new Mutant(
                        "a queued command's expiry is ignored",
                        "TurnQueue",
                        "if (Runs.expiredNow(farm, run.order.expiresAt()))",
                        "if (false)"),
                new Mutant("a repeated command acts again", "CommandDesk", "if (known != null) {", "if (false) {"),
                new Mutant(
                        "commands are forgotten at a restart",
                        "DurableForm",
                        "farm.commands = Collections.unmodifiableMap(commands);",
                        ""),
                new Mutant(
                        "the pump keeps running when its last path closes",
                        "Waterworks",
                        "&& !otherPath(farm, run, entry.source())",
                        "&& false"),
                new Mutant("the pump starts before its valve answers", "Waterworks", "if (!proven) {", "if (false) {"),
                new Mutant(
                        "the source's capacity is ignored",
                        "TurnQueue",
                        "return together < layout.plan().zonesTogether()",
                        "return true || together < layout.plan().zonesTogether()"),
                new Mutant(
                        "a clock that is not trusted starts calendars",
                        "CalendarDesk",
                        "if (!farm.wallTrusted) {",
                        "if (false) {"),
                new Mutant(
                        "a rewound clock waters again",
                        "CalendarDesk",
                        "while (next.isPresent() && farm.lived.livedBefore(next.get())) {",
                        "while (next.isPresent() && farm.nowMs < 0) {"),
                new Mutant(
                        "no flow is not noticed",
                        "FlowWatch",
                        "if (lasts(run.noFlowSinceMs, atMs, NO_FLOW_LASTING_MS)",
                        "if (false && lasts(run.noFlowSinceMs, atMs, NO_FLOW_LASTING_MS)"),
                new Mutant(
                        "an empty tank does not stop the pump",
                        "SensorWatch",
                        "source.tankLow = true;",
                        "source.tankLow = false;"),
                new Mutant(
                        "open time is forgotten at a crash",
                        "DurableForm",
                        "Math.max(run.reservedMs, run.openMs(farm.nowMs))",
                        "run.openBeforeMs"),
                new Mutant(
                        "unfinished runs are lost at a restart",
                        "Restart",
                        "for (DurableState.RunMemory memory : previous.runs()) {",
                        "for (DurableState.RunMemory memory : java.util.List.<DurableState.RunMemory>of()) {"),
                new Mutant(
                        "events that were not stored are lost at a restart",
                        "DurableForm",
                        "farm.pending = durable.pending();",
                        ""),
                new Mutant(
                        "stop-all forgets what runs",
                        "CommandDesk",
                        "Waterworks.stopAll(farm, stoppedBy(command));",
                        ""),
                new Mutant(
                        "a dry pump is not stopped", "SensorWatch", "source.dryRun = true;", "source.dryRun = false;"),
                new Mutant(
                        "a hold is ignored",
                        "FarmNow",
                        "return (at.isAfter(atLeast) ? at : atLeast).isBefore(until);",
                        "return false;"),
                new Mutant(
                        "the household's account forgets the litres",
                        "Runs",
                        "use.plus(wateredMs / 60_000.0, litres, now)",
                        "use.plus(wateredMs / 60_000.0, 0, now)"),
                new Mutant(
                        "a neighbour's own meter is a burst pipe",
                        "FlowWatch",
                        "return run.watering()\n                && farm.entry(run).ownMeter()",
                        "return false\n                && farm.entry(run).ownMeter()"),
                new Mutant("rain is forgotten at a crash", "SensorWatch", "farm.touch(); // rain", "// rain"),
                new Mutant(
                        "alarms are raised again and again",
                        "Alarms",
                        "if (farm.alarms.containsKey(key) || farm.alarms.size() >= limit) {",
                        "if (farm.alarms.size() >= limit) {"),
                new Mutant("nothing is closed at the start", "Restart", "Stations.close(farm, i);", ""),
                new Mutant(
                        "a leak is not noticed",
                        "FlowWatch",
                        "source.stray = judgeStray(farm, source.stray, flows,",
                        "source.stray = judgeStray(farm, source.stray, false,"),
                new Mutant(
                        "a leak that ends over a restart stays an alarm",
                        "FlowWatch",
                        "if (!stray.equals(StrayFlow.NONE) || !farm.alarms.isEmpty()) {",
                        "if (!stray.equals(StrayFlow.NONE)) {"),
                new Mutant(
                        "a dry zone is looked at again a day later",
                        "MeasuredPrograms",
                        "zone.quietUntilMs = farm.nowMs + Math.max(pauseMs, started ? 60_000 : ASKED_AGAIN_MS);",
                        "zone.quietUntilMs = farm.nowMs + 86_400_000;"),
                new Mutant(
                        "a probe's dryness is overlooked",
                        "MeasuredPrograms",
                        "|| sensor.value() >= program.lowMoisture()) {",
                        "|| sensor.value() >= program.lowMoisture() - 0.05) {"),
                new Mutant(
                        "only calendars heed the weather",
                        "Hindrance",
                        "return SkipWeather.reason(farm, program.skipRules(), at);",
                        "return program instanceof Program.Calendar"
                                + " ? SkipWeather.reason(farm, program.skipRules(), at) : null;"),
                new Mutant(
                        "a run goes on when its window closes",
                        "ProgramDesk",
                        "if (!end.equals(AllowedWindows.NO_END)) {",
                        "if (false) {"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void theSimulationSeesThat(Mutant mutant) throws Exception {
        assertThat(mutant.violations(1, SCHEDULES)).isPositive();
    }
}
