/** The JSON of the API as the page reads it. Times are ISO-8601 in UTC; an absent field means that there is none. */

/** A sentence in both languages, rendered by the server from a message key and its arguments. */
export interface Explanation {
  key: string;
  vi: string;
  en: string;
}

export interface Person {
  role: "farmer" | "officer" | "agronomist" | "administrator";
  name: string;
  phone: string;
  farms: string[];
}

export interface FarmSummary {
  id: string;
  name: string;
  online: boolean;
  lastSeen?: string;
  zones: number;
  alarms: number;
}

export interface Page<T> {
  items: T[];
  next?: string;
}

/** One measured value; soil moisture is a fraction of the volume. */
export interface Reading {
  point: string;
  value: number;
  unit?: string;
  at: string;
}

export interface RunRecord {
  id: string;
  zone: string;
  cause: string;
  commandId?: string;
  startedAt: string;
  endedAt?: string;
  plannedMinutes?: number;
  plannedLitres?: number;
  minutes: number;
  litres: number;
  litresMeasured: boolean;
  waterConfirmed: boolean;
  outcome?: "completed" | "stopped" | "failed" | "interrupted" | "skipped";
  explanation: Explanation;
}

export type CommandState = "sent" | "received" | "running" | "done" | "refused" | "expired";

export interface Command {
  id: string;
  type: string;
  zone?: string;
  minutes?: number;
  litres?: number;
  state: CommandState;
  reason?: Explanation;
  issuedAt: string;
  expiresAt: string;
  history: { state: CommandState; at: string }[];
}

export interface Alarm {
  id: string;
  kind: string;
  severity: "notice" | "warning" | "critical";
  zone?: string;
  raisedAt: string;
  clearedAt?: string;
  explanation: Explanation;
}

/** What a zone's program has before it, or why nothing. */
export interface NextRun {
  certainty: "planned" | "expected" | "conditional" | "left_out" | "none";
  at?: string;
  minutes?: number;
  explanation: Explanation;
}

export interface Zone {
  id: string;
  name: string;
  mode: "auto" | "hand";
  crop: Explanation;
  maxMinutes: number;
  program?: { type: string; lowMoisture?: number; highMoisture?: number };
  soilMoisture?: Reading;
  /** litres a minute */
  flow?: Reading;
  run?: RunRecord;
  until?: string;
  queued?: boolean;
  holdUntil?: string;
  question?: { id: string; text: Explanation };
  /** In order of time: at most three that run, and those before them that are left out; absent in what an older page kept. */
  preview?: NextRun[];
  lastRun?: RunRecord;
  command?: Command;
}

/** Everything a farm's page needs in one answer. */
export interface Home {
  id: string;
  name: string;
  now: string;
  online: boolean;
  lastSeen?: string;
  planVersion: number;
  appliedPlanVersion: number;
  planRefused?: { version: number; reason: Explanation };
  clock?: "trusted" | "untrusted";
  holdUntil?: string;
  zones: Zone[];
  alarms: Alarm[];
}
