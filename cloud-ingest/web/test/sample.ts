import type { Alarm, Command, Explanation, Home, Reading, RunRecord, Zone } from "../src/wire";

/** Documents of the API with everything that a test does not care about filled in. */
export const sentence: Explanation = { key: "k", vi: "câu", en: "sentence" };

export function zone(change: Partial<Zone> = {}): Zone {
  return { id: "tea-1", name: "Đồi chè", mode: "auto", crop: sentence, maxMinutes: 60, ...change };
}

export function home(change: Partial<Home> = {}): Home {
  return {
    id: "farm-1",
    name: "Nhà ông Bảy",
    now: "2026-11-24T01:00:00Z",
    online: true,
    planVersion: 1,
    appliedPlanVersion: 1,
    zones: [zone(), zone({ id: "tea-2" })],
    alarms: [],
    ...change,
  };
}

export function reading(point: string, value: number, at: string): Reading {
  return { point, value, at };
}

export function run(id: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    zone: "tea-1",
    cause: "manual",
    startedAt: "2026-11-24T01:00:00Z",
    minutes: 1,
    litres: 20,
    litresMeasured: true,
    waterConfirmed: true,
    explanation: sentence,
    ...change,
  };
}

export function command(id: string, change: Partial<Command> = {}): Command {
  return {
    id,
    type: "water",
    zone: "tea-1",
    minutes: 10,
    state: "sent",
    issuedAt: "2026-11-24T01:00:00Z",
    expiresAt: "2026-11-24T01:05:00Z",
    history: [],
    ...change,
  };
}

export function alarm(id: string, change: Partial<Alarm> = {}): Alarm {
  return { id, kind: "no_flow", severity: "warning", raisedAt: "2026-11-24T01:00:00Z", explanation: sentence, ...change };
}
