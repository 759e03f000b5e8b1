import assert from "node:assert/strict";
import { test } from "node:test";
import { alarmsByUrgency, flowNow, hasFreshLitres, minuteChoices, newest, withNews } from "../src/home";
import { alarm, command, home, reading, run, zone } from "./sample";

test("a reading reaches its own zone and no other", () => {
  const after = withNews(home(), { type: "reading", data: reading("tea-2/soil_moisture", 0.3, "2026-11-24T01:01:00Z") });
  assert.equal(after.zones[0]?.soilMoisture, undefined);
  assert.equal(after.zones[1]?.soilMoisture?.value, 0.3);
});

test("a zone whose probe has another name takes its readings by that name only", () => {
  const own = zone({ soilMoisture: reading("probe-7/soil_moisture", 0.2, "2026-11-24T01:00:00Z") });
  const before = home({ zones: [own] });
  const foreign = reading("tea-1/soil_moisture", 0.4, "2026-11-24T01:02:00Z");
  assert.equal(withNews(before, { type: "reading", data: foreign }).zones[0]?.soilMoisture?.value, 0.2);
  const right = reading("probe-7/soil_moisture", 0.25, "2026-11-24T01:02:00Z");
  assert.equal(withNews(before, { type: "reading", data: right }).zones[0]?.soilMoisture?.value, 0.25);
});

test("a late reading of the backlog does not replace a newer one", () => {
  const fresh = reading("tea-1/soil_moisture", 0.31, "2026-11-24T01:05:00Z");
  const shown = withNews(home(), { type: "reading", data: fresh });
  const after = withNews(shown, { type: "reading", data: reading("tea-1/soil_moisture", 0.2, "2026-11-24T00:00:00Z") });
  assert.equal(after.zones[0]?.soilMoisture?.value, 0.31);
});

test("a run that ended is the last run and runs no more", () => {
  const before = home({ zones: [zone({ run: run("r1"), until: "2026-11-24T01:10:00Z" })] });
  const ended = run("r1", { endedAt: "2026-11-24T01:02:00Z", outcome: "stopped" });
  const after = withNews(before, { type: "run", data: ended }).zones[0];
  assert.equal(after?.run, undefined);
  assert.equal(after?.until, undefined);
  assert.equal(after?.lastRun?.outcome, "stopped");
});

test("a late word of a run that has ended does not start it again", () => {
  const over = run("r1", { endedAt: "2026-11-24T01:02:00Z", outcome: "completed" });
  const before = home({ zones: [zone({ lastRun: over })] });
  assert.equal(withNews(before, { type: "run", data: run("r1") }).zones[0]?.run, undefined);
});

test("the end of an earlier run leaves the running one alone", () => {
  const before = home({ zones: [zone({ run: run("r2"), until: "2026-11-24T01:10:00Z" })] });
  const earlier = run("r1", { startedAt: "2026-11-24T00:00:00Z", endedAt: "2026-11-24T00:10:00Z", outcome: "completed" });
  const after = withNews(before, { type: "run", data: earlier }).zones[0];
  assert.equal(after?.run?.id, "r2");
  assert.equal(after?.until, "2026-11-24T01:10:00Z");
  assert.equal(after?.lastRun?.id, "r1");
});

test("an older command does not hide a newer one", () => {
  const before = home({ zones: [zone({ command: command("c2", { issuedAt: "2026-11-24T01:01:00Z" }) })] });
  assert.equal(withNews(before, { type: "command", data: command("c1") }).zones[0]?.command?.id, "c2");
});

test("an alarm is raised once, and goes when it is cleared", () => {
  const raised = withNews(withNews(home(), { type: "alert", data: alarm("a") }), { type: "alert", data: alarm("a") });
  assert.equal(raised.alarms.length, 1);
  const cleared = withNews(raised, { type: "alert", data: alarm("a", { clearedAt: "2026-11-24T01:02:00Z" }) });
  assert.equal(cleared.alarms.length, 0);
});

test("the most urgent alarm stands first, then the newest", () => {
  const all = home({
    alarms: [
      alarm("notice", { severity: "notice" }),
      alarm("old"),
      alarm("new", { raisedAt: "2026-11-24T02:00:00Z" }),
      alarm("critical", { severity: "critical" }),
    ],
  });
  assert.deepEqual(
    alarmsByUrgency(all).map((one) => one.id),
    ["critical", "new", "old", "notice"],
  );
});

test("an answer that was overtaken by a later one is left out", () => {
  const later = home({ now: "2026-11-24T01:00:10Z" });
  assert.equal(newest(later, home()), later);
  const other = home({ id: "farm-2" });
  assert.equal(newest(later, other), other);
});

test("a running run shows the flow of now, and its litres only while they are those of now", () => {
  const at = Date.parse("2026-11-24T01:02:00Z");
  const flowing = withNews(home(), { type: "reading", data: reading("tea-1/flow", 30, "2026-11-24T01:01:30Z") }).zones[0]!;
  assert.equal(flowNow(flowing, at), 30);
  assert.equal(flowNow(flowing, at + 31_000), undefined);
  assert.equal(hasFreshLitres(run("r", { minutes: 1.9, litres: 55 }), at), true);
  assert.equal(hasFreshLitres(run("r", { minutes: 0.1, litres: 0.4 }), at), false);
});

test("minutes on offer never pass the zone's limit", () => {
  assert.deepEqual(minuteChoices(60), [5, 10, 20, 30]);
  assert.deepEqual(minuteChoices(15), [5, 10]);
  assert.deepEqual(minuteChoices(3), [3]);
});
