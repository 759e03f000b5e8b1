import assert from "node:assert/strict";
import { test } from "node:test";
import { heard, serverTime } from "../src/clock";

test("the server's time goes on by the monotonic clock, whatever the phone's clock shows", () => {
  const anchor = { serverMs: 1_000_000, monotonicMs: 50 };
  assert.equal(serverTime(anchor, 2_050), 1_002_000);
});

test("an answer sets the time both ways, other news only forward", () => {
  const anchor = { serverMs: 1_000_000, monotonicMs: 0 };
  assert.equal(serverTime(heard(anchor, 990_000, 0, true), 0), 990_000);
  assert.equal(serverTime(heard(anchor, 990_000, 0, false), 0), 1_000_000);
  assert.equal(serverTime(heard(anchor, 1_500_000, 0, false), 0), 1_500_000);
});
