import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, isUnderWay, keyOf, remembered, retryDelayMs, route, sentAgain, shown, stepsDone, type Order } from "../src/order";
import { command, sentence } from "./sample";

const NOW = Date.parse("2026-11-24T01:00:30Z");
const tapped: Order = {
  key: "k1",
  wish: { type: "water", zone: "tea-1", minutes: 10 },
  stage: { name: "sending", tries: 1 },
};
const accepted = answered(tapped, { kind: "ok", value: { commandId: "c1" } });

test("an order is tried three times with growing pauses and is then lost, under one key throughout", () => {
  const second = answered(tapped, { kind: "unreachable" });
  assert.deepEqual(second.stage, { name: "sending", tries: 2 });
  const lost = answered(answered(second, { kind: "unreachable" }), { kind: "unreachable" });
  assert.deepEqual(lost.stage, { name: "lost" });
  assert.equal(sentAgain(lost).key, "k1");
  assert.deepEqual([retryDelayMs(1), retryDelayMs(2)], [1_000, 2_000]);
});

test("a refusal ends an order at once and keeps why", () => {
  const refusal = { kind: "refused", status: 409, code: "zone-by-hand", retryAfterSeconds: undefined } as const;
  const rejected = answered(tapped, refusal);
  assert.deepEqual(rejected.stage, { name: "rejected", status: 409, code: "zone-by-hand", retryAfterSeconds: undefined });
  assert.equal(answered(rejected, { kind: "unreachable" }), rejected);
});

test("every bit of a key's randomness is in the key", () => {
  assert.equal(keyOf(Uint8Array.of(0, 1, 15, 16, 255)), "00010f10ff");
});

test("wishes go to the routes of the contract", () => {
  assert.deepEqual(route(tapped.wish), { method: "POST", path: "/zones/tea-1/runs", body: { minutes: 10 } });
  assert.deepEqual(route({ type: "stop", zone: "tea-1" }), { method: "DELETE", path: "/zones/tea-1/runs/current" });
  assert.deepEqual(route({ type: "stop-all" }), { method: "POST", path: "/stop" });
});

test("until the server has told the command's state, a phone says no more than sending", () => {
  assert.equal(shown(tapped, {}, undefined, NOW)?.progress.at, "sending");
  assert.equal(shown(accepted, {}, undefined, NOW)?.progress.at, "sending");
  assert.equal(shown(accepted, { c1: command("c1") }, undefined, NOW)?.progress.at, "sent");
});

test("a newer command of somebody else replaces ours, an older one does not", () => {
  const own = { c1: command("c1") };
  const newer = command("c2", { issuedAt: "2026-11-24T01:00:20Z" });
  assert.equal(shown(accepted, own, newer, NOW)?.id, "c2");
  const older = command("c0", { issuedAt: "2026-11-24T00:59:00Z" });
  assert.equal(shown(accepted, own, older, NOW)?.id, "c1");
});

test("a finished command is news for ten minutes", () => {
  const done = command("c1", { state: "done", history: [{ state: "done", at: "2026-11-24T01:00:00Z" }] });
  assert.equal(shown(undefined, {}, done, NOW)?.progress.at, "done");
  assert.equal(shown(undefined, {}, done, NOW + 11 * 60_000), undefined);
});

test("a finished command of the whole farm leaves the foot of the page after half a minute", () => {
  const { zone: _, ...all } = command("c1", { type: "stop-all", state: "done" });
  const stopped: Order = { ...accepted, wish: { type: "stop-all" } };
  assert.equal(shown(stopped, { c1: all }, undefined, NOW)?.progress.at, "done");
  assert.equal(shown(stopped, { c1: all }, undefined, NOW + 1), undefined);
});

test("while water may still come no second watering is offered; after a refusal or a loss it is", () => {
  const of = (order: Order, ...known: Parameters<typeof command>[1][]) =>
    isUnderWay(shown(order, Object.fromEntries(known.map((change) => ["c1", command("c1", change)])), undefined, NOW));
  assert.deepEqual([of(tapped), of(accepted), of(accepted, {}), of(accepted, { state: "running" })], [true, true, true, true]);
  assert.deepEqual([of(accepted, { state: "refused" }), of({ ...tapped, stage: { name: "lost" } })], [false, false]);
  assert.equal(of({ ...tapped, wish: { type: "stop", zone: "tea-1" } }), false);
});

test("a lost order stays in sight whatever the zone's command says", () => {
  const lost: Order = { ...tapped, stage: { name: "lost" } };
  assert.equal(shown(lost, {}, command("c9"), NOW)?.progress.at, "lost");
});

test("a state never goes back, whichever way the news came", () => {
  const running = remembered({}, [command("c1", { state: "running" })]);
  assert.equal(remembered(running, [command("c1", { state: "received" })])["c1"]?.state, "running");
  const refused = remembered(running, [command("c1", { state: "refused", reason: sentence })]);
  assert.equal(refused["c1"]?.state, "refused");
});

test("only the last fifty commands are remembered", () => {
  const many = remembered({}, Array.from({ length: 60 }, (_, index) => command(`c${index}`)));
  assert.equal(Object.keys(many).length, 50);
  assert.ok(many["c59"] && !many["c0"]);
});

test("four steps are counted as they are passed, and a refused order has passed none", () => {
  const steps = (["sent", "received", "running", "done", "refused"] as const).map((at) =>
    stepsDone({ at, reason: undefined, expiresAtMs: NOW }),
  );
  assert.deepEqual(steps, [1, 2, 3, 4, 0]);
});
